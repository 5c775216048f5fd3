package org.healthpassport.benchmarks.scenario;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.healthpassport.benchmarks.load.Answer;
import org.healthpassport.benchmarks.load.Clients;
import org.healthpassport.benchmarks.load.Request;
import org.healthpassport.benchmarks.load.Sample;
import tools.jackson.databind.JsonNode;

/** Measures times that no single request shows: until something is stored, and until it can be proven. */
final class Waits {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    private final People people;
    private final Clients audit;

    /** @param audit clients of audit-service */
    Waits(People people, Clients audit) {
        this.people = people;
        this.audit = audit;
    }

    /** The time from the 202 of an upload until the document is {@code STORED}. */
    Sample untilStored(int count) throws InterruptedException {
        Sample sample = new Sample();
        Turns<Patient> turns = new Turns<>(people.patients());
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Patient patient = turns.next();
            JsonNode uploaded = people.api()
                    .call(Requests.uploadBy(patient, Requests.SMALL))
                    .json();
            long answered = System.nanoTime();
            Request look = Request.get(patient.path(
                            "/documents/" + uploaded.get("documentId").asString()))
                    .authorized(patient.token());
            Answer last = people.api().call(look);
            while (!last.json().get("status").asString().equals("STORED")
                    && System.nanoTime() - answered < LONGEST.toNanos()) {
                Thread.sleep(5);
                last = people.api().call(look);
            }
            boolean stored = last.json().get("status").asString().equals("STORED");
            sample.add(System.nanoTime() - answered, look, stored ? last : Answer.broken("not stored in time"));
        }
        sample.lasted(System.nanoTime() - begin);
        return sample;
    }

    /**
     * The time from the answer of a change until audit-service gives an inclusion proof of its entry. Changes follow one
     * another without waiting for the proofs, so the measurement takes seconds and not minutes.
     */
    Sample untilProvable(int count) throws InterruptedException {
        Sample sample = new Sample();
        Turns<Patient> turns = new Turns<>(people.patients());
        Map<String, Long> waiting = new LinkedHashMap<>();
        long begin = System.nanoTime();
        long next = begin;
        int sent = 0;
        Request entries = authorized("/api/audit/entries?limit=200");
        while ((sent < count || !waiting.isEmpty()) && System.nanoTime() - next < LONGEST.toNanos()) {
            if (sent < count && System.nanoTime() >= next) {
                Patient patient = turns.next();
                String id = people.api()
                        .call(Request.post(
                                        patient.path("/records"), "application/fhir+json", Json.allergy("", "Provable"))
                                .authorized(patient.token())
                                .expecting(201))
                        .json()
                        .get("id")
                        .asString();
                waiting.put(id, System.nanoTime());
                sent++;
                next += BETWEEN.toNanos();
            }
            for (JsonNode entry : audit(entries).json().get("items")) {
                String id = entry.path("aggregate").asString("");
                Long answered = waiting.get(id);
                if (answered != null) {
                    Request proof = authorized(
                            "/api/audit/entries/" + entry.get("index").asLong());
                    Answer answer = audit(proof);
                    if (answer.json().path("proof").isObject()) {
                        sample.add(System.nanoTime() - answered, proof, answer);
                        waiting.remove(id);
                    }
                }
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        sample.unanswered(waiting.size());
        sample.lasted(System.nanoTime() - begin);
        return sample;
    }

    /** The number of entries that the signed checkpoint covers. */
    long entries() throws InterruptedException {
        return Long.parseLong(audit(Request.get("/audit-log/checkpoint").keepingAnswer())
                .text()
                .split("\n")[1]);
    }

    private Request authorized(String path) {
        return Request.get(path).authorized(people.auditorToken()).keepingAnswer();
    }

    private Answer audit(Request request) throws InterruptedException {
        Answer answer = audit.call(request);
        if (answer.status() != request.expected()) {
            throw new PreparationFailed(
                    "Expected an answer of audit-service, but got " + answer.status() + ": " + answer.text());
        }
        return answer;
    }
}

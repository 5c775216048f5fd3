package org.healthpassport.benchmarks.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.healthpassport.benchmarks.load.Answer;
import org.healthpassport.benchmarks.load.Body;
import org.healthpassport.benchmarks.load.Exchange;
import org.healthpassport.benchmarks.load.Request;
import org.healthpassport.benchmarks.load.Source;
import tools.jackson.databind.JsonNode;

/** Each kind of request without end, spread over some patients and what they have. */
final class Requests {
    static final int SMALL = 100_000;
    static final int MEDIUM = 10_000_000;
    static final long LARGE = 1L << 30;

    private static final int RECORDS_EACH = 4;
    private static final int LINKS_EACH = 2;
    private static final int AT_ONCE = 8;
    private static final String FHIR = "application/fhir+json";

    private final Api api;
    private final List<Patient> patients;
    private final AtomicLong created;
    private final Turns<Patient> turns;
    private final Deque<Amendable> amendable = new ArrayDeque<>();
    private final List<String> links = new ArrayList<>();

    /** @param created counts all records that exist */
    Requests(Api api, List<Patient> patients, AtomicLong created) {
        this.api = api;
        this.patients = List.copyOf(patients);
        this.created = created;
        this.turns = new Turns<>(this.patients);
    }

    /** Gives each patient a few records to read and others to amend. */
    Requests withRecords() throws InterruptedException {
        List<Exchange> creations = new ArrayList<>();
        for (Patient patient : patients) {
            for (int i = 0; i < RECORDS_EACH; i++) {
                creations.add(create(patient, id -> patient.records().add(id)));
                creations.add(create(patient, id -> amendable.add(new Amendable(patient, id))));
            }
        }
        api.all(creations, Math.min(AT_ONCE, patients.size() * 2));
        return this;
    }

    /** Gives each patient links that show their summary, and waits until their codes are drawn. */
    Requests withLinks() throws InterruptedException {
        List<Exchange> orders = new ArrayList<>();
        for (Patient patient : patients) {
            for (int i = 0; i < LINKS_EACH; i++) {
                Map<String, ?> order = Map.of(
                        "kind",
                        "HEALTH_LINK",
                        "label",
                        "Benchmark",
                        "content",
                        Map.of("summary", true, "documents", List.of()));
                orders.add(Exchange.of(Json.post(patient.path("/qr-codes"), order)
                        .authorized(patient.token())
                        .expecting(202)));
            }
        }
        api.all(orders, AT_ONCE);
        for (Patient patient : patients) {
            awaitDrawn(patient);
        }
        return this;
    }

    Source liveness() {
        return () -> Exchange.of(Request.get("/actuator/health/liveness"));
    }

    /** The least that a signed-in caller can ask for: it reads the account, and nothing that has to be recorded. */
    Source sessions() {
        return () -> Exchange.of(
                Request.get("/api/me/sessions").authorized(turns.next().token()));
    }

    Source create() {
        return () -> create(turns.next(), id -> {});
    }

    Source create(Body resource) {
        return () -> create(turns.next(), resource, id -> {});
    }

    /** Creates records, and amends others once there are so many. */
    Source createUntil(long records) {
        Source create = create();
        Source amend = amend();
        return () -> created.get() < records ? create.next() : amend.next();
    }

    Source read() {
        AtomicLong index = new AtomicLong();
        return () -> {
            Patient patient = turns.next();
            List<String> records = patient.records();
            String id = records.get((int) (index.getAndIncrement() % records.size()));
            return Exchange.of(Request.get(patient.path("/records/" + id)).authorized(patient.token()));
        };
    }

    /** @param records paths of records, of one kind, by their owner */
    Source read(List<Map.Entry<Patient, String>> records) {
        Turns<Map.Entry<Patient, String>> next = new Turns<>(records);
        return () -> {
            Map.Entry<Patient, String> record = next.next();
            return Exchange.of(
                    Request.get(record.getValue()).authorized(record.getKey().token()));
        };
    }

    Source list() {
        return () -> {
            Patient patient = turns.next();
            return Exchange.of(Request.get(patient.path("/records?type=AllergyIntolerance"))
                    .authorized(patient.token()));
        };
    }

    /** Amends a record that nobody else amends at the same time. */
    Source amend() {
        return () -> {
            Amendable record = amendable.poll();
            if (record == null) {
                throw new IllegalStateException("Expected a record that is not being amended, but there is none");
            }
            String identity = "\"id\":\"%s\",".formatted(record.id());
            Request request = Request.put(
                            record.patient().path("/records/" + record.id()),
                            FHIR,
                            Json.allergy(identity, "Version " + (record.version() + 1)))
                    .authorized(record.patient().token())
                    .with("If-Match", "W/\"" + record.version() + "\"");
            return new Exchange(request, answer -> amendable.add(answer.status() == 200 ? record.amended() : record));
        };
    }

    Source login() {
        return () -> Exchange.of(People.login(turns.next()));
    }

    Source openLink() {
        Turns<String> tokens = new Turns<>(links);
        return () -> Exchange.of(Json.post(tokens.next(), Map.of("recipient", "Dr. Example")));
    }

    Source qrCode() {
        return () -> {
            Patient patient = turns.next();
            return Exchange.of(
                    Request.get(patient.path("/qr-codes/" + patient.qrCodes().get(0) + "/image?format=png&size=600"))
                            .authorized(patient.token()));
        };
    }

    Source upload(long bytes) {
        return () -> Exchange.of(uploadBy(turns.next(), bytes));
    }

    /** @param documents paths of documents, of one size, by their owner */
    Source download(List<Map.Entry<Patient, String>> documents) {
        Turns<Map.Entry<Patient, String>> next = new Turns<>(documents);
        return () -> {
            Map.Entry<Patient, String> document = next.next();
            return Exchange.of(Request.get(document.getValue() + "/content")
                    .authorized(document.getKey().token()));
        };
    }

    /** Uploads documents, one for each of some patients, and returns when they are stored. */
    List<Map.Entry<Patient, String>> documents(int count, long bytes) throws InterruptedException {
        List<Map.Entry<Patient, String>> documents = new ArrayList<>();
        for (Patient patient : patients.subList(0, count)) {
            JsonNode uploaded = api.call(uploadBy(patient, bytes)).json();
            String path =
                    patient.path("/documents/" + uploaded.get("documentId").asString());
            awaitStatus(patient, path, "STORED");
            documents.add(Map.entry(patient, path));
        }
        return documents;
    }

    /** Creates a record of each patient with this resource. */
    List<Map.Entry<Patient, String>> records(Body resource) throws InterruptedException {
        List<Map.Entry<Patient, String>> records = new ArrayList<>();
        List<Exchange> creations = patients.stream()
                .map(patient -> create(
                        patient, resource, id -> records.add(Map.entry(patient, patient.path("/records/" + id)))))
                .toList();
        api.all(creations, AT_ONCE);
        return records;
    }

    static Request uploadBy(Patient patient, long bytes) {
        return Request.post("/api/patient/upload-document", Body.MULTIPART, Body.upload(bytes))
                .authorized(patient.token())
                .expecting(202);
    }

    void awaitStatus(Patient patient, String path, String status) throws InterruptedException {
        Request request = Request.get(path).authorized(patient.token());
        for (int i = 0; i < 3_000; i++) {
            if (api.call(request).json().get("status").asString().equals(status)) {
                return;
            }
            Thread.sleep(10);
        }
        throw new PreparationFailed("Expected something to be " + status + ", but it is not after 30 seconds");
    }

    private Exchange create(Patient patient, Consumer<String> then) {
        return create(patient, Json.allergy("", "Version 1"), then);
    }

    private Exchange create(Patient patient, Body resource, Consumer<String> then) {
        Request request = Request.post(patient.path("/records"), FHIR, resource)
                .authorized(patient.token())
                .expecting(201)
                .keepingAnswer();
        return new Exchange(request, answer -> {
            if (answer.status() == 201) {
                created.incrementAndGet();
                then.accept(id(answer));
            }
        });
    }

    /** Cuts the id out, because the generator must be cheap. */
    private static String id(Answer answer) {
        String text = new String(answer.body(), 0, Math.min(answer.body().length, 200), UTF_8);
        int begin = text.indexOf("\"id\":\"") + 6;
        return text.substring(begin, text.indexOf('"', begin));
    }

    private void awaitDrawn(Patient patient) throws InterruptedException {
        Request list = Request.get(patient.path("/qr-codes")).authorized(patient.token());
        for (int i = 0; i < 600; i++) {
            JsonNode items = api.call(list).json().get("items");
            List<JsonNode> ready = new ArrayList<>();
            for (JsonNode item : items) {
                if (item.get("status").asString().equals("READY")) {
                    ready.add(item);
                }
            }
            if (ready.size() == LINKS_EACH) {
                ready.forEach(item -> {
                    patient.qrCodes().add(item.get("qrCodeId").asString());
                    links.add(manifest(item.get("payload").asString()));
                });
                return;
            }
            Thread.sleep(50);
        }
        throw new PreparationFailed("Expected QR codes to be drawn, but they are not after 30 seconds");
    }

    /** The path of a link's manifest, out of the text of its code. */
    static String manifest(String shlink) {
        String json = new String(Base64.getUrlDecoder().decode(shlink.substring("shlink:/".length())), UTF_8);
        return json.replaceAll(".*\"url\":\"https?://[^/]+(/[^\"]+)\".*", "$1");
    }

    /** @param version the last version that is known to be stored */
    private record Amendable(Patient patient, String id, int version) {
        Amendable(Patient patient, String id) {
            this(patient, id, 1);
        }

        Amendable amended() {
            return new Amendable(patient, id, version + 1);
        }
    }
}

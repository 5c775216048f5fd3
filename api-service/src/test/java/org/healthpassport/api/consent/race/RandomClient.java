package org.healthpassport.api.consent.race;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.race.Deed.Kind;
import org.healthpassport.api.consent.race.Http.Answer;
import org.healthpassport.api.identity.Members.Member;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** Does one random thing after the other on random instances, and notes it, until its time is over. */
final class RandomClient implements Callable<Void> {
    private static final List<String> READ = List.of("RECORDS_READ");

    private final ApiUnderTest api;
    private final List<Integer> ports;
    private final People people;
    private final Queue<Deed> deeds;
    private final Random random;
    private final Http http;
    private final long until;

    /** @param ports of the instances that run at the moment */
    RandomClient(
            ApiUnderTest api,
            List<Integer> ports,
            People people,
            Queue<Deed> deeds,
            long seed,
            int number,
            long until) {
        this.api = api;
        this.ports = ports;
        this.people = people;
        this.deeds = deeds;
        this.random = new Random(seed + number);
        this.http = new Http(number);
        this.until = until;
    }

    @Override
    public Void call() throws InterruptedException {
        while (System.nanoTime() < until) {
            SignedIn patient = oneOf(people.patients());
            Member doctor = oneOf(people.doctors());
            SignedIn representative = oneOf(people.representatives());
            int dice = random.nextInt(100);
            if (dice < 42) {
                read(doctor.accountId(), patient);
            } else if (dice < 55) {
                read(representative.accountId(), patient);
            } else if (dice < 62) {
                grant(patient, doctor);
            } else if (dice < 66) {
                askAndDecide(patient, doctor);
            } else if (dice < 80) {
                revokeOne(patient);
            } else if (dice < 85) {
                takeEmergency(patient, doctor);
            } else if (dice < 89) {
                review(people.hospitalOf(doctor));
            } else if (dice < 93) {
                represent(patient, representative);
            } else if (dice < 97) {
                endRepresentative(patient);
            } else {
                suspendForAMoment(doctor);
            }
        }
        return null;
    }

    private void read(String accountId, SignedIn patient) throws InterruptedException {
        String requestId = UUID.randomUUID().toString();
        // Before the request is sent, as it counts for what the account may do from then on.
        String token = people.token(accountId);
        Answer answer =
                http.send(oneOf(List.copyOf(ports)), token, "GET", path(patient) + "/records?limit=1", requestId, null);
        deeds.add(answer.deed(Kind.READ, accountId, patient.patientId(), requestId));
    }

    private void grant(SignedIn patient, Member doctor) throws InterruptedException {
        boolean toHospital = random.nextInt(3) == 0;
        String grantee = toHospital ? doctor.hospitalId() : doctor.accountId();
        Answer answer = send(
                patient.accountId(),
                "POST",
                path(patient) + "/consents",
                Map.of("grantee", Map.of("type", toHospital ? "HOSPITAL" : "DOCTOR", "id", grantee), "scopes", READ));
        deeds.add(answer.deed(Kind.GRANT, grantee, patient.patientId(), answer.text("consentId")));
    }

    private void askAndDecide(SignedIn patient, Member doctor) throws InterruptedException {
        String requests = path(patient) + "/consent-requests";
        Answer asked =
                send(doctor.accountId(), "POST", requests, Map.of("scopes", READ, "reason", "I treat you on Monday."));
        String id = asked.text("requestId");
        if (id.isEmpty()) {
            return;
        }
        if (random.nextInt(4) == 0) {
            send(patient.accountId(), "POST", requests + '/' + id + "/refusal", Map.of());
        } else {
            Answer answer =
                    send(patient.accountId(), "POST", requests + '/' + id + "/approval", Map.of("scopes", READ));
            deeds.add(answer.deed(Kind.GRANT, doctor.accountId(), patient.patientId(), id));
        }
    }

    private void revokeOne(SignedIn patient) throws InterruptedException {
        Deed granted = lasting(Kind.GRANT, Kind.REVOKE, patient);
        if (granted != null) {
            Answer answer = send(patient.accountId(), "DELETE", path(patient) + "/consents/" + granted.id(), null);
            deeds.add(answer.deed(Kind.REVOKE, granted.actor(), patient.patientId(), granted.id()));
        }
    }

    private void takeEmergency(SignedIn patient, Member doctor) throws InterruptedException {
        Answer answer = send(
                doctor.accountId(),
                "POST",
                path(patient) + "/emergency-access",
                Map.of("reason", "Unconscious after an accident."));
        deeds.add(answer.deed(Kind.TAKE_EMERGENCY, doctor.accountId(), patient.patientId(), ""));
    }

    private void review(Member hospital) throws InterruptedException {
        String list = "/api/hospitals/" + hospital.hospitalId() + "/emergency-accesses";
        Answer unreviewed = send(hospital.accountId(), "GET", list + "?reviewed=false&limit=1", null);
        JsonNode access = unreviewed.body().path("items").path(0);
        if (!access.has("doctor")) {
            return;
        }
        boolean justified = random.nextInt(3) > 0;
        Answer answer = send(
                hospital.accountId(),
                "POST",
                list + '/' + access.get("id").asString() + "/review",
                Map.of("finding", justified ? "JUSTIFIED" : "NOT_JUSTIFIED", "note", "Of the night shift."));
        if (!justified) {
            deeds.add(answer.deed(
                    Kind.END_EMERGENCY,
                    access.at("/doctor/accountId").asString(),
                    access.get("patientId").asString(),
                    ""));
        }
    }

    private void represent(SignedIn patient, SignedIn representative) throws InterruptedException {
        Answer invited = send(
                patient.accountId(),
                "POST",
                path(patient) + "/representatives",
                Map.of("relation", "CARER", "rights", List.of("READ")));
        if (!invited.text("invitation").isEmpty()) {
            Answer answer = send(
                    representative.accountId(),
                    "POST",
                    "/api/me/representations",
                    Map.of("invitation", invited.text("invitation")));
            deeds.add(answer.deed(
                    Kind.REPRESENT, representative.accountId(), patient.patientId(), invited.text("representativeId")));
        }
    }

    private void endRepresentative(SignedIn patient) throws InterruptedException {
        Deed begun = lasting(Kind.REPRESENT, Kind.END_REPRESENTATIVE, patient);
        if (begun != null) {
            Answer answer = send(patient.accountId(), "DELETE", path(patient) + "/representatives/" + begun.id(), null);
            deeds.add(answer.deed(Kind.END_REPRESENTATIVE, begun.actor(), patient.patientId(), begun.id()));
        }
    }

    private void suspendForAMoment(Member doctor) throws InterruptedException {
        Member hospital = people.hospitalOf(doctor);
        String account = "/api/hospitals/" + hospital.hospitalId() + "/doctors/" + doctor.accountId();
        Answer suspended = send(hospital.accountId(), "POST", account + "/suspension", Map.of());
        deeds.add(suspended.deed(Kind.SUSPEND, doctor.accountId(), "", ""));
        for (int reads = 0; reads < 10; reads++) {
            read(doctor.accountId(), oneOf(people.patients()));
        }
        Answer activated = send(hospital.accountId(), "POST", account + "/activation", Map.of());
        deeds.add(activated.deed(Kind.ACTIVATE, doctor.accountId(), "", ""));
        logIn(doctor);
    }

    /** Fails while somebody else suspends the doctor, who then logs in again. */
    private void logIn(Member doctor) {
        EntityExchangeResult<Map> answer = api.client()
                .post()
                .uri("/api/auth/login")
                .bodyValue(Map.of("email", doctor.signedIn().email(), "password", ApiUnderTest.PASSWORD))
                .exchange()
                .expectBody(Map.class)
                .returnResult();
        Map<?, ?> tokens = answer.getResponseBody();
        if (answer.getStatus().is2xxSuccessful() && tokens != null) {
            people.tokens().put(doctor.accountId(), (String) tokens.get("access_token"));
        }
    }

    /** A random one that may be in force; null if there is none. */
    private @Nullable Deed lasting(Kind begin, Kind end, SignedIn patient) {
        Set<String> over = deeds.stream()
                .filter(deed -> deed.is(end) && deed.isDone())
                .map(Deed::id)
                .collect(Collectors.toSet());
        List<Deed> all = deeds.stream()
                .filter(deed -> deed.is(begin)
                        && deed.mayBeDone()
                        && !deed.id().isEmpty()
                        && !over.contains(deed.id())
                        && deed.patientId().equals(patient.patientId()))
                .toList();
        return all.isEmpty() ? null : oneOf(all);
    }

    private Answer send(String accountId, String method, String path, @Nullable Map<String, ?> body)
            throws InterruptedException {
        return http.send(
                oneOf(List.copyOf(ports)),
                people.token(accountId),
                method,
                path,
                UUID.randomUUID().toString(),
                body);
    }

    private <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static String path(SignedIn patient) {
        return "/api/patients/" + patient.patientId();
    }
}

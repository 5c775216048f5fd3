package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.standalone.ApiClient.Patient;
import org.healthpassport.standalone.network.Port;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Makes an event of each type of the catalogue happen, over HTTP, but for a few. */
final class WholeCatalogue implements AutoCloseable {
    /** The types that are not made to happen, with the reason. */
    static final Map<EventType, String> NOT_CAUSED = Map.of(
            EventType.DOCUMENT_FAILED, "only bytes that were damaged on the disk make document-worker give up",
            EventType.QR_CODE_FAILED, "only a text that was changed on the way makes qr-worker give up",
            EventType.DEAD_LETTER_REPLAYED,
                    "only an event can be replayed, and consumers handle all events of this test",
            EventType.EMAIL_CONFIRMED, "only a setting asks for it, with which nobody here could log in at once",
            EventType.EVENT_KEY_DESTROYED, "only a key that no record of Kafka names any more can be destroyed");

    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Pattern MAILED_TOKEN = Pattern.compile("#token=([\\w-]+)");

    private final ServicesUnderTest services;
    private final ApiClient api;
    private final Logger mails = (Logger) LoggerFactory.getLogger("org.healthpassport.api.identity.mail");
    private final ListAppender<ILoggingEvent> mailed = new ListAppender<>();

    WholeCatalogue(ServicesUnderTest services) {
        this.services = services;
        this.api = services.api();
        mails.setLevel(Level.INFO);
        mailed.start();
        mails.addAppender(mailed);
    }

    @Override
    public void close() {
        mails.detachAppender(mailed);
    }

    void happen() throws Exception {
        Patient ada = api.newPatient();
        sessions(ada);
        Caller patient = new Caller(api, api.login(ada.email()));
        profile(patient);
        records(patient, ada.patientId());
        documents(ada);
        links(patient, ada.patientId());
        Caller administrator = new Caller(api, services.administrator());
        clinic(administrator, patient, ada.patientId());
        representatives(patient);
        secondFactor();
        newPassword(ada.email());
        closure();
        people(administrator, ada.email());
        operation(administrator);
    }

    private void sessions(Patient ada) throws Exception {
        api.postJson("/api/auth/login", Map.of("email", ada.email(), "password", "wrong horse battery"));
        JsonNode tokens = ApiClient.json(
                api.postJson("/api/auth/login", Map.of("email", ada.email(), "password", ApiClient.PASSWORD)));
        JsonNode next = ApiClient.json(api.postJson(
                "/api/auth/refresh",
                Map.of("refresh_token", tokens.get("refresh_token").asString())));
        new Caller(api, next.get("access_token").asString()).post("/api/auth/logout", Map.of());
    }

    private static void profile(Caller patient) throws Exception {
        patient.call("PATCH", "/api/me", Map.of("birthDate", "1984"));
    }

    private static void records(Caller patient, String patientId) throws Exception {
        String id = patient.newRecord(patientId);
        String path = "/api/patients/" + patientId + "/records/" + id;
        patient.call("PUT", path, Caller.allergy("Latex", id));
        patient.post(path + "/hiding", Map.of());
        patient.delete(path + "/hiding");
        patient.post(path + "/annotations", Map.of("text", "It was worse when I was a child."));
        patient.delete(path);
        patient.newRecord(patientId);
    }

    private void documents(Patient ada) throws Exception {
        storedDocument(ada);
        String deleted = storedDocument(ada);
        HttpResponse<byte[]> link = ada.downloadLink(deleted, 60);
        String url = ApiClient.json(link).get("url").asString();
        assertThat(api.get(services.at(Port.API).resolve(URI.create(url).getPath()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(ada.delete(deleted).statusCode()).isEqualTo(204);
    }

    private static String storedDocument(Patient ada) throws Exception {
        HttpResponse<byte[]> taken = ada.upload("report.pdf", Pdf.ofSize(5_000, 1), "LAB_REPORT");
        String id = ApiClient.json(taken).get("documentId").asString();
        await().atMost(WITHIN).until(() -> ada.status(id).equals("STORED"));
        return id;
    }

    private void links(Caller patient, String patientId) throws Exception {
        String path = "/api/patients/" + patientId + "/qr-codes";
        JsonNode open = link(patient, path, Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true)));
        assertThat(open(open, Map.of("recipient", "Dr. Example")).statusCode()).isEqualTo(200);
        JsonNode guarded = link(
                patient,
                path,
                Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true), "passcode", "open sesame"));
        assertThat(open(guarded, Map.of("recipient", "x", "passcode", "open barley"))
                        .statusCode())
                .isEqualTo(401);
        String paused = path + '/' + open.get("qrCodeId").asString();
        patient.post(paused + "/pause", Map.of());
        patient.post(paused + "/resumption", Map.of());
        patient.delete(path + '/' + guarded.get("qrCodeId").asString());
    }

    private static JsonNode link(Caller patient, String path, Map<String, ?> request) throws Exception {
        String id = patient.post(path, request).get("qrCodeId").asString();
        return await().atMost(WITHIN)
                .until(
                        () -> patient.get(path + '/' + id),
                        qrCode -> qrCode.get("status").asString().equals("READY"));
    }

    private HttpResponse<byte[]> open(JsonNode link, Map<String, ?> question) throws Exception {
        byte[] payload =
                Base64.getUrlDecoder().decode(link.get("payload").asString().substring("shlink:/".length()));
        String url = new String(payload, UTF_8).replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
        return api.postJson(url, question);
    }

    private void clinic(Caller administrator, Caller patient, String patientId) throws Exception {
        Hospital first = hospital(administrator);
        Hospital second = hospital(administrator);
        String email = Caller.newEmail();
        String doctorId = Caller.registered(
                        api,
                        email,
                        Map.of(
                                "role",
                                "DOCTOR",
                                "name",
                                Map.of("given", "Grace", "family", "Example"),
                                "licenseNumber",
                                "L-77",
                                "hospitalId",
                                first.id()))
                .get("accountId")
                .asString();
        first.caller().post(first.doctors(doctorId) + "/activation", Map.of());
        first.caller().post(first.doctors(doctorId) + "/suspension", Map.of());
        first.caller().post(first.doctors(doctorId) + "/activation", Map.of());
        Caller doctor = new Caller(api, api.login(email));
        doctor.call("PATCH", "/api/me", Map.of("name", "Grace Hopper"));
        consents(doctor, patient, patientId);
        emergency(administrator, first, doctor, patientId);
        doctor.post("/api/me/hospital", Map.of("hospitalId", second.id()));
        invitation(second);
    }

    private record Hospital(String id, Caller caller) {
        String doctors(String accountId) {
            return "/api/hospitals/" + id + "/doctors/" + accountId;
        }
    }

    private Hospital hospital(Caller administrator) throws Exception {
        String email = Caller.newEmail();
        JsonNode registered =
                Caller.registered(api, email, Map.of("role", "HOSPITAL", "organizationName", "Charity Hospital"));
        administrator.post("/api/admin/accounts/" + registered.get("accountId").asString() + "/activation", Map.of());
        return new Hospital(registered.get("hospitalId").asString(), new Caller(api, api.login(email)));
    }

    private static void consents(Caller doctor, Caller patient, String patientId) throws Exception {
        String records = "/api/patients/" + patientId + "/records";
        assertThat(doctor.send("GET", records, Map.of()).statusCode()).isEqualTo(404);
        String requests = "/api/patients/" + patientId + "/consent-requests";
        Map<String, ?> request = Map.of("scopes", List.of("RECORDS_READ"), "reason", "I treat you on Monday.");
        String refused = doctor.post(requests, request).get("requestId").asString();
        patient.post(requests + '/' + refused + "/refusal", Map.of());
        String approved = doctor.post(requests, request).get("requestId").asString();
        patient.post(requests + '/' + approved + "/approval", Map.of("scopes", List.of("RECORDS_READ")));
        doctor.get(records);
        patient.delete("/api/patients/" + patientId + "/consents/" + approved);
    }

    private static void emergency(Caller administrator, Hospital hospital, Caller doctor, String patientId)
            throws Exception {
        administrator.post("/api/admin/hospitals/" + hospital.id() + "/emergency-access", Map.of());
        doctor.post("/api/patients/" + patientId + "/emergency-access", Map.of("reason", "Unconscious."));
        String accesses = "/api/hospitals/" + hospital.id() + "/emergency-accesses";
        JsonNode taken = await().atMost(WITHIN)
                .until(() -> hospital.caller().get(accesses).get("items"), items -> !items.isEmpty());
        hospital.caller()
                .post(accesses + '/' + taken.get(0).get("id").asString() + "/review", Map.of("finding", "JUSTIFIED"));
    }

    private void invitation(Hospital hospital) throws Exception {
        String email = Caller.newEmail();
        hospital.caller()
                .post(
                        "/api/hospitals/" + hospital.id() + "/administrators",
                        Map.of("email", email, "name", "Florence Example"));
        confirmNewPassword();
    }

    private void newPassword(String email) throws Exception {
        assertThat(api.postJson("/api/auth/password-reset", Map.of("email", email))
                        .statusCode())
                .isBetween(200, 299);
        confirmNewPassword();
    }

    private void confirmNewPassword() throws Exception {
        String token = await().atMost(WITHIN).until(this::newestToken, found -> !found.isEmpty());
        mailed.list.clear();
        assertThat(api.postJson(
                                "/api/auth/password-reset/confirm",
                                Map.of("token", token, "password", ApiClient.PASSWORD + " 2"))
                        .statusCode())
                .isEqualTo(204);
    }

    private String newestToken() {
        String token = "";
        for (ILoggingEvent mail : List.copyOf(mailed.list)) {
            Matcher found = MAILED_TOKEN.matcher(mail.getFormattedMessage());
            if (found.find()) {
                token = found.group(1);
            }
        }
        return token;
    }

    private void representatives(Caller parent) throws Exception {
        String childId = parent.post(
                        "/api/me/dependants",
                        Map.of("name", Map.of("given", "Kim", "family", "Example"), "birthDate", "2008-05-17"))
                .get("patientId")
                .asString();
        String path = "/api/patients/" + childId + "/representatives";
        JsonNode carer = parent.post(path, Map.of("relation", "CARER", "rights", List.of("READ")));
        newCaller()
                .post(
                        "/api/me/representations",
                        Map.of("invitation", carer.get("invitation").asString()));
        parent.delete(path + '/' + carer.get("representativeId").asString());
        JsonNode self = parent.post(path, Map.of("relation", "SELF"));
        newCaller()
                .post(
                        "/api/me/representations",
                        Map.of("invitation", self.get("invitation").asString()));
    }

    private Caller newCaller() throws IOException, InterruptedException {
        return new Caller(api, api.login(api.newPatient().email()));
    }

    private void secondFactor() throws Exception {
        String email = api.newPatient().email();
        Caller owner = new Caller(api, api.login(email));
        String secret = owner.post("/api/auth/totp", Map.of()).get("secret").asString();
        JsonNode codes = owner.post("/api/auth/totp/confirm", Map.of("code", code(secret)))
                .get("recoveryCodes");
        HttpResponse<byte[]> login = api.postJson(
                "/api/auth/login",
                Map.of(
                        "email",
                        email,
                        "password",
                        ApiClient.PASSWORD,
                        "totp",
                        codes.get(0).asString()));
        assertThat(login.statusCode()).isEqualTo(200);
        new Caller(api, ApiClient.json(login).get("access_token").asString())
                .post(
                        "/api/auth/totp/removal",
                        Map.of(
                                "password",
                                ApiClient.PASSWORD,
                                "code",
                                codes.get(1).asString()));
    }

    private static String code(String secret) throws InvalidKeyException {
        TimeBasedOneTimePasswordGenerator app = new TimeBasedOneTimePasswordGenerator();
        return app.generateOneTimePasswordString(
                new SecretKeySpec(new Base32().decode(secret), app.getAlgorithm()), Instant.now());
    }

    private void closure() throws Exception {
        newCaller().post("/api/me/closure", Map.of("password", ApiClient.PASSWORD));
    }

    private void people(Caller administrator, String email) throws Exception {
        new Caller(api, api.newAuditor(administrator.token())).get("/api/people?email=" + email);
    }

    private void operation(Caller administrator) throws Exception {
        administrator.post("/api/admin/accesses/rebuild", Map.of());
        administrator.post("/api/admin/document-moves", Map.of());
        administrator.post("/api/admin/key-rotations", Map.of());
        administrator.post("/api/admin/event-keys/rotations", Map.of());
        // No event of ours becomes a dead letter.
        services.send(List.of(new ProducerRecord<>(Topics.PATIENT.topicName(), 0, "key", new byte[] {1})));
        String letters = "/api/admin/dead-letters";
        JsonNode items = await().atMost(WITHIN)
                .until(() -> administrator.get(letters + "?state=WAITING").get("items"), found -> !found.isEmpty());
        administrator.post(
                letters + '/' + items.get(0).get("id").asString() + "/discard", Map.of("reason", "It is no event."));
    }
}

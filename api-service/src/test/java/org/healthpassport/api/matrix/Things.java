package org.healthpassport.api.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.document.Form;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.api.matrix.Callers.Caller;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.PictureTooSmall;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;

/** The things that the placeholders of one line of the table stand for. The line alone uses them, as it may change them. */
final class Things {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(?:=([^}]*))?}");
    private static final String UNKNOWN = "0199f1a4-0c58-7d41-9be2-7f06c5d83a14";
    private static final int BYTES = 400;

    /** Another one in each request, as what is the same changes nothing. */
    private static final String PATIENT = """
            {"resourceType":"Patient","id":"{patientId}","name":[{"family":"Example","given":["Ada"]}],\
            "birthDate":"1980-05-17","telecom":[{"system":"email","value":"{email}"}]}""";

    private static final String DOCUMENT = """
            {"resourceType":"DocumentReference","status":"current","subject":{"reference":"Patient/{patientId}"},\
            "content":[{"attachment":{"contentType":"text/plain","data":"SGVsbG8="}}]}""";

    private final ApiUnderTest api;
    private final Callers callers;
    private final SignedIn self;
    private final Map<String, String> made = new HashMap<>();

    Things(ApiUnderTest api, Callers callers, MatrixRow row) {
        this.api = api;
        this.callers = callers;
        this.self = callers.shared(Who.SELF).signedIn();
        Matcher placeholders = PLACEHOLDER.matcher(row.path());
        while (placeholders.find()) {
            make(placeholders.group(1), placeholders.group(2)).forEach(made::put);
        }
        if (row.body().contains("{code}")) {
            SharingUnderTest sharing = new SharingUnderTest(api);
            String card = sharing.taken(self, Map.of("kind", "PATIENT_ID"));
            made.put("code", sharing.seen(self, card).get("payload").asString());
        }
    }

    private Map<String, String> make(String name, @Nullable String which) {
        return switch (name) {
            case "recordId" -> Map.of(name, idIn(new Allergies(api, self).create(Allergies.to("Latex"))));
            case "provenanceId" -> Map.of(name, idIn(new Allergies(api, self).create(Allergies.to("Latex"))) + ".v1");
            case "number" -> annotation();
            case "documentId" -> Map.of(name, new UploadedDocuments(api).storedPdf(self, BYTES));
            case "qrCodeId" -> Map.of(name, qrCode(which == null ? "" : which));
            case "consentId" -> Map.of(name, consent(false));
            case "requestId" -> Map.of(name, consent(true));
            case "notificationId" -> Map.of(name, notificationOfNobodyHere());
            case "hospitalId" -> which == null ? Map.of() : hospital(name, which);
            case "id" -> "unreviewed".equals(which) ? Map.of(name, emergencyAccess()) : Map.of();
            case "accountId" -> Map.of(name, callers.newAccount(which == null ? "patient" : which));
            default -> Map.of();
        };
    }

    /** The record of the line gets its first annotation. */
    private Map<String, String> annotation() {
        api.client(self)
                .post()
                .uri("/api/patients/" + self.patientId() + "/records/" + made.get("recordId") + "/annotations")
                .bodyValue(Map.of("text", "I have never had that."))
                .exchange()
                .expectStatus()
                .isCreated();
        return Map.of();
    }

    private Map<String, String> hospital(String name, String which) {
        if (which.equals("reviewing")) {
            // A list without an access shows nobody's data, and is not recorded.
            emergencyAccess();
            return Map.of(name, callers.hospitalId());
        }
        return Map.of(name, callers.newHospital(which.equals("enabled")));
    }

    /** An emergency access of a doctor of the hospital, to the patient's data. */
    private String emergencyAccess() {
        EmergencyUnderTest emergencies = new EmergencyUnderTest(api);
        SignedIn doctor = callers.make(Who.DOCTOR).signedIn();
        emergencies.take(doctor, self).expectStatus().isCreated().expectBody();
        SignedIn hospital = callers.shared(Who.HOSPITAL).signedIn();
        return emergencies.newest(new Member(callers.hospitalId(), hospital), doctor);
    }

    /** Stored as the service stores it, as far as it is looked at before it is given out. */
    private String notificationOfNobodyHere() {
        String id = UUID.randomUUID().toString();
        Document notification = new Document("_id", id)
                .append("accountId", callers.newAccount("patient"))
                .append("read", false);
        api.bean(ReactiveMongoTemplate.class)
                .insert(notification, "notifications")
                .block();
        return id;
    }

    /** To or from a doctor who is none of the callers. */
    private String consent(boolean onlyRequested) {
        Grantee doctor = new Grantee(GranteeType.DOCTOR, callers.newAccount("doctor"));
        Consents consents = api.bean(Consents.class);
        Instant now = Instant.now();
        String id = UUID.randomUUID().toString();
        Set<ConsentScope> scopes = Set.of(ConsentScope.RECORDS_READ);
        if (onlyRequested) {
            consents.request(
                            id,
                            ConsentState.requested(self.patientId(), doctor, scopes, "I treat you on Monday.", now),
                            now)
                    .block();
        } else {
            consents.grant(id, ConsentState.granted(self.patientId(), doctor, scopes, null, now))
                    .block();
        }
        return id;
    }

    private String qrCode(String which) {
        SharingUnderTest sharing = new SharingUnderTest(api);
        boolean card = which.equals("card");
        String path = sharing.taken(self, card ? Map.of("kind", "PATIENT_ID") : SharingUnderTest.summaryLink());
        if (card || which.equals("drawn")) {
            sharing.draw(self, path);
        }
        if (which.equals("paused")) {
            api.client(self)
                    .post()
                    .uri(path + "/pause")
                    .exchange()
                    .expectStatus()
                    .isNoContent();
        }
        return idIn(path);
    }

    /** The text with everything in the place of its placeholders. */
    String fill(String text, @Nullable Caller caller) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2), caller)));
    }

    private String value(String name, @Nullable String which, @Nullable Caller caller) {
        String thing = made.get(name);
        return thing == null ? known(name, which == null ? "" : which, caller) : thing;
    }

    private String known(String name, String which, @Nullable Caller caller) {
        return switch (name + '=' + which) {
            case "patientId=" -> self.patientId();
            case "hospitalId=" -> callers.hospitalId();
            case "anotherHospital=" -> callers.anotherHospitalId();
            case "newDoctor=" -> callers.newAccount("doctor");
            case "email=" -> UUID.randomUUID() + "@example.org";
            case "email=self" -> self.email();
            case "id=self" -> self.accountId();
            case "sessionId=own" -> caller == null ? UNKNOWN : caller.sessionId();
            case "sessionId=somebody's" -> callers.sessionOfAnother(caller);
            default -> which.equals("unknown") ? UNKNOWN : which;
        };
    }

    /** The request of a line; null stands for somebody without a token. */
    RequestBodySpec request(MatrixRow row, @Nullable Caller caller) {
        WebTestClient client = caller == null ? api.client() : api.client(caller.signedIn());
        String path = fill(row.path(), caller);
        RequestBodySpec request =
                client.method(HttpMethod.valueOf(row.method())).uri(path);
        if (row.changesAVersion()) {
            WebTestClient reader = row.everybodyNew() || caller == null ? client : api.client(self);
            request.header(HttpHeaders.IF_MATCH, entityTag(reader, path));
        }
        if (row.path().equals("/api/events")) {
            // A stream that begins would not end.
            request.header("Last-Event-ID", "unknown");
        }
        addBody(request, row, caller);
        return request;
    }

    private void addBody(RequestBodySpec request, MatrixRow row, @Nullable Caller caller) {
        switch (row.body()) {
            case "" -> {
                // Nothing to add.
            }
            case "record", "self's record", "self's patient", "self's document", "another type" ->
                request.contentType(type(row)).bodyValue(body(row, caller));
            case "document" ->
                request.contentType(Form.TYPE)
                        .bodyValue(new Form()
                                .field("type", "LAB_REPORT")
                                .file("report.pdf", UploadedDocuments.pdf(BYTES))
                                .end());
            case "picture" ->
                request.contentType(Form.TYPE)
                        .bodyValue(new Form().file("code.png", picture()).end());
            default -> request.contentType(type(row)).bodyValue(body(row, caller));
        }
    }

    /** The body of a line that has JSON. */
    String body(MatrixRow row, @Nullable Caller caller) {
        return switch (row.body()) {
            case "record" -> Allergies.to("Latex");
            case "self's record" ->
                Allergies.of(self)
                        .replaceFirst(
                                "\\{",
                                made.containsKey("recordId") ? "{\"id\":\"" + made.get("recordId") + "\"," : "{");
            case "another type" -> "{\"resourceType\":\"Basic\"}";
            case "self's patient" -> fill(PATIENT, caller);
            case "self's document" -> fill(DOCUMENT, caller);
            default -> fill(row.body(), caller);
        };
    }

    /** The type of that body. */
    static MediaType type(MatrixRow row) {
        return row.body().equals("record")
                ? MediaType.parseMediaType("application/fhir+json")
                : MediaType.APPLICATION_JSON;
    }

    /** The tag that a change has to name; of no use to those who may not read the thing. */
    static String entityTag(WebTestClient reader, String path) {
        HttpHeaders headers =
                reader.get().uri(path).exchange().expectBody().returnResult().getResponseHeaders();
        return Objects.requireNonNullElse(headers.getETag(), "W/\"1\"");
    }

    private static byte[] picture() {
        try {
            return Drawing.square(200).png(QrSymbol.encode("x".getBytes(UTF_8), ErrorCorrection.M));
        } catch (TooMuchData | PictureTooSmall e) {
            throw new IllegalStateException(e);
        }
    }

    private static String idIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

package org.healthpassport.api.idempotency;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.Form;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** The requests that create something. */
enum Creating {
    RECORD("records") {
        @Override
        RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content) {
            return post(api, sender.patient, "/api/patients/" + sender.patient.patientId() + "/records")
                    .contentType(MediaType.parseMediaType("application/fhir+json"))
                    .bodyValue(Allergies.to(content));
        }
    },
    DOCUMENT("documents") {
        @Override
        RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content) {
            return post(api, sender.patient, "/api/patients/" + sender.patient.patientId() + "/documents")
                    .contentType(Form.TYPE)
                    .bodyValue(form(content));
        }
    },
    OWN_DOCUMENT("documents") {
        @Override
        RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content) {
            return post(api, sender.patient, "/api/patient/upload-document")
                    .contentType(Form.TYPE)
                    .bodyValue(form(content));
        }
    },
    QR_CODE("qrCodes") {
        @Override
        RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content) {
            return post(api, sender.patient, SharingUnderTest.path(sender.patient))
                    .bodyValue(SharingUnderTest.summaryLink("label", content));
        }
    },
    REGISTRATION("accounts") {
        @Override
        RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content) {
            Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration(sender.email));
            registration.put("name", Map.of("given", content));
            return api.client().post().uri("/api/auth/register").bodyValue(registration);
        }
    },
    STAFF("accounts") {
        @Override
        RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content) {
            return post(api, sender.administrator, "/api/admin/accounts")
                    .bodyValue(Map.of(
                            "role",
                            "AUDITOR",
                            "email",
                            sender.email,
                            "password",
                            ApiUnderTest.PASSWORD,
                            "name",
                            content));
        }
    };

    private final String collection;

    Creating(String collection) {
        this.collection = collection;
    }

    /** A request that is the same for the same sender and content. */
    abstract RequestHeadersSpec<?> request(ApiUnderTest api, Sender sender, String content);

    ResponseSpec send(ApiUnderTest api, Sender sender, @Nullable String key, String content) {
        RequestHeadersSpec<?> request = request(api, sender, content);
        return (key == null ? request : request.header("Idempotency-Key", key)).exchange();
    }

    /** The collection of what it creates. */
    String collection() {
        return collection;
    }

    boolean isOfPatient() {
        return !collection.equals("accounts");
    }

    private static RequestBodySpec post(ApiUnderTest api, SignedIn who, String path) {
        return api.client(who).post().uri(path);
    }

    private static byte[] form(String content) {
        return new Form()
                .field("type", "LAB_REPORT")
                .field("title", content)
                .file("report.pdf", UploadedDocuments.pdf(2_000))
                .end();
    }

    /** Somebody who sends requests; registers the email at most once. */
    record Sender(SignedIn patient, SignedIn administrator, String email) {

        static Sender of(ApiUnderTest api) {
            return new Sender(api.newPatient(), api.administrator(), UUID.randomUUID() + "@example.org");
        }
    }
}

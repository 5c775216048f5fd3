package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the API over HTTP and JSON, like a front-end. */
final class ApiClient {
    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    ApiClient(URI base) {
        this.base = base;
    }

    /** Registers a new patient and logs in. */
    Patient newPatient() throws IOException, InterruptedException {
        String email = UUID.randomUUID() + "@example.org";
        HttpResponse<byte[]> registered = postJson(
                "/api/auth/register",
                Map.of(
                        "role",
                        "PATIENT",
                        "email",
                        email,
                        "password",
                        PASSWORD,
                        "name",
                        Map.of("given", "Ada", "family", "Lovelace"),
                        "birthDate",
                        "1985-12-10"));
        assertThat(registered.statusCode()).as("registration").isEqualTo(201);
        return new Patient(email, json(registered).get("patientId").asString(), login(email));
    }

    String login(String email) throws IOException, InterruptedException {
        return login(email, PASSWORD);
    }

    String login(String email, String password) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = postJson("/api/auth/login", Map.of("email", email, "password", password));
        assertThat(answer.statusCode()).as("login").isEqualTo(200);
        return json(answer).get("access_token").asString();
    }

    /** Creates an auditor as the administrator and logs in as the auditor. */
    String newAuditor(String administratorToken) throws IOException, InterruptedException {
        String email = UUID.randomUUID() + "@example.org";
        HttpResponse<byte[]> created = postJson(
                "/api/admin/accounts",
                Map.of("role", "AUDITOR", "email", email, "password", PASSWORD, "name", "Grace Hopper"),
                "Authorization",
                "Bearer " + administratorToken);
        assertThat(created.statusCode()).as("auditor").isEqualTo(201);
        return login(email);
    }

    HttpResponse<byte[]> postJson(String path, Map<String, ?> body, String... headers)
            throws IOException, InterruptedException {
        return http.send(jsonRequest(path, body, headers).build(), BodyHandlers.ofByteArray());
    }

    /** A request with any method; without a body if it is empty. */
    HttpResponse<byte[]> send(String method, String path, Map<String, ?> body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(base.resolve(path), headers);
        return http.send(
                (body.isEmpty()
                                ? request.method(method, BodyPublishers.noBody())
                                : request.header("Content-Type", "application/json")
                                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body))))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(URI address, String... headers) throws IOException, InterruptedException {
        return http.send(request(address, headers).GET().build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> delete(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(base.resolve(path), headers).DELETE().build(), BodyHandlers.ofByteArray());
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder jsonRequest(String path, Map<String, ?> body, String... headers) {
        return request(base.resolve(path), headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    private static HttpRequest.Builder request(URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWERED_WITHIN);
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** A patient who has logged in. */
    final class Patient {
        private final String email;
        private final String patientId;
        private String token;

        Patient(String email, String patientId, String token) {
            this.email = email;
            this.patientId = patientId;
            this.token = token;
        }

        String patientId() {
            return patientId;
        }

        String email() {
            return email;
        }

        /** The header with the access token. */
        String[] authorization() {
            return new String[] {"Authorization", "Bearer " + token};
        }

        void loginAgain() throws IOException, InterruptedException {
            token = login(email);
        }

        HttpResponse<byte[]> upload(String fileName, byte[] content, String type)
                throws IOException, InterruptedException {
            String boundary = "boundary-" + UUID.randomUUID();
            BodyPublisher body = BodyPublishers.ofByteArrays(List.of(
                    ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n" + type + "\r\n--"
                                    + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                                    + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8),
                    content,
                    ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8)));
            return http.send(
                    authorized("/api/patient/upload-document")
                            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                            .POST(body)
                            .build(),
                    BodyHandlers.ofByteArray());
        }

        HttpResponse<byte[]> documents() throws IOException, InterruptedException {
            return http.send(authorized(documentsPath()).GET().build(), BodyHandlers.ofByteArray());
        }

        HttpResponse<byte[]> document(String documentId) throws IOException, InterruptedException {
            return http.send(
                    authorized(documentsPath() + "/" + documentId).GET().build(), BodyHandlers.ofByteArray());
        }

        String status(String documentId) throws IOException, InterruptedException {
            return json(document(documentId)).get("status").asString();
        }

        HttpResponse<byte[]> content(String documentId, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request = authorized(documentsPath() + "/" + documentId + "/content");
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers))
                            .GET()
                            .build(),
                    BodyHandlers.ofByteArray());
        }

        HttpResponse<byte[]> downloadLink(String documentId, int expiresInSeconds)
                throws IOException, InterruptedException {
            return http.send(
                    jsonRequest(
                                    documentsPath() + "/" + documentId + "/download-links",
                                    Map.of("expiresInSeconds", expiresInSeconds),
                                    "Authorization",
                                    "Bearer " + token)
                            .build(),
                    BodyHandlers.ofByteArray());
        }

        HttpResponse<byte[]> delete(String documentId) throws IOException, InterruptedException {
            return http.send(
                    authorized(documentsPath() + "/" + documentId).DELETE().build(), BodyHandlers.ofByteArray());
        }

        private String documentsPath() {
            return "/api/patients/" + patientId + "/documents";
        }

        private HttpRequest.Builder authorized(String path) {
            return request(base.resolve(path), "Authorization", "Bearer " + token);
        }
    }
}

package org.healthpassport.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A patient who uploads documents, and follows the events that tell of them. */
final class Passport implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern STORED = Pattern.compile("document\\.stored\\.v1");
    private static final Pattern ID = Pattern.compile("\"(?:subject|documentId)\":\"([^\"]+)\"");

    private final URI api;
    private final String token;
    private final String patientId;
    private final InputStream events;
    /** The times at which documents were said to be stored, by id. */
    private final Map<String, CompletableFuture<Long>> stored = new ConcurrentHashMap<>();

    private Passport(URI api, String token, String patientId, InputStream events) {
        this.api = api;
        this.token = token;
        this.patientId = patientId;
        this.events = events;
        Thread reader = new Thread(this::read, "events of a patient");
        reader.setDaemon(true);
        reader.start();
    }

    static Passport register(URI api) throws IOException, InterruptedException {
        String email = UUID.randomUUID() + "@example.org";
        String registered = send(json(
                api.resolve("/api/auth/register"),
                "{\"role\":\"PATIENT\",\"email\":\"%s\",\"password\":\"%s\",\"name\":{\"given\":\"Ada\",\"family\":\"Lovelace\"},\"birthDate\":\"1985-12-10\"}"
                        .formatted(email, PASSWORD)));
        String token = login(api, email, PASSWORD);
        HttpResponse<InputStream> events = HTTP.send(
                HttpRequest.newBuilder(api.resolve("/api/events"))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(events.statusCode()).isEqualTo(200);
        return new Passport(api, token, member(registered, "patientId"), events.body());
    }

    static String login(URI api, String email, String password) throws IOException, InterruptedException {
        return member(
                send(json(
                        api.resolve("/api/auth/login"),
                        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password))),
                "access_token");
    }

    /** Uploads a file that consists of this block, again and again; gives the document's id. */
    String upload(byte[] block, int times) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        byte[] head = ("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nLAB_REPORT\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"report.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        BodyPublisher body = BodyPublishers.fromPublisher(
                BodyPublishers.concat(
                        BodyPublishers.ofByteArray(head),
                        BodyPublishers.ofByteArrays(Collections.nCopies(times, block)),
                        BodyPublishers.ofByteArray(tail)),
                head.length + (long) times * block.length + tail.length);
        String metadata = send(HttpRequest.newBuilder(api.resolve("/api/patient/upload-document"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build());
        return member(metadata, "documentId");
    }

    /** The {@link System#nanoTime} at which the document was said to be stored. */
    CompletableFuture<Long> stored(String documentId) {
        return stored.computeIfAbsent(documentId, id -> new CompletableFuture<>());
    }

    /** Reads the whole document; gives its size. */
    long download(String documentId) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = HTTP.send(
                HttpRequest.newBuilder(
                                api.resolve("/api/patients/" + patientId + "/documents/" + documentId + "/content"))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream content = answer.body()) {
            byte[] buffer = new byte[64 * 1024];
            long size = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
            }
            return size;
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
    }

    static String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(request.uri().getPath() + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body();
    }

    static HttpRequest json(URI address, String body) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    static String member(String json, String name) {
        Matcher member = Pattern.compile("\"" + name + "\":\"?([^\",}]+)").matcher(json);
        assertThat(member.find()).as(json).isTrue();
        return member.group(1);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (STORED.matcher(line).find()) {
                    long now = System.nanoTime();
                    Matcher ids = ID.matcher(line);
                    while (ids.find()) {
                        stored(ids.group(1)).complete(now);
                    }
                }
            }
        } catch (IOException ended) {
            // As by closing.
        }
    }
}

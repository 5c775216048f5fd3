package org.healthpassport.api.notification.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A front-end that follows its events, on a thread of its own, and remembers the last id as browsers do. */
final class EventClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final HttpResponse<InputStream> response;
    private final StringBuffer received = new StringBuffer();
    private volatile @Nullable String lastId;
    private volatile boolean ended;

    private EventClient(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /** Connects, and returns when the stream has begun, or was refused. */
    static EventClient connect(int port, String accessToken, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/events"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + accessToken);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            EventClient client = new EventClient(
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
            client.lastId = lastEventId;
            if (client.status() == 200) {
                Thread reading = new Thread(client::read, "event-client");
                reading.setDaemon(true);
                reading.start();
                Awaitility.await().atMost(PATIENCE).until(() -> client.received.indexOf(": connected") >= 0);
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = null;
            String data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                received.append(line).append('\n');
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty()) {
                    lastId = id;
                    if (data != null) {
                        events.add(JsonMapper.shared().readTree(data));
                    }
                    data = null;
                }
            }
        } catch (IOException broken) {
            // As if it had ended.
        }
        ended = true;
    }

    int status() {
        return response.statusCode();
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    @Nullable
    String lastId() {
        return lastId;
    }

    /** Everything that came. */
    String received() {
        return received.toString();
    }

    List<JsonNode> events() {
        return List.copyOf(events);
    }

    List<JsonNode> events(Predicate<JsonNode> which) {
        return events.stream().filter(which).toList();
    }

    /** The events of a type, once there are so many. */
    List<JsonNode> await(int count, String type) {
        Predicate<JsonNode> which = ofType(type);
        Awaitility.await().atMost(PATIENCE).until(() -> events(which).size() >= count);
        return events(which);
    }

    static Predicate<JsonNode> ofType(String type) {
        return event -> event.get("type").asString().equals("org.healthpassport." + type);
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

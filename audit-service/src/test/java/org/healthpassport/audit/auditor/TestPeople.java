package org.healthpassport.audit.auditor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers for the people of api-service: everything that it is asked gets the same answer. */
public final class TestPeople {
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 404;
    private volatile String body = "";

    /** A request to api-service. */
    public record Asked(String uri, String authorization, String requestId) {}

    public void answer(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    /** The requests until now. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("X-Request-Id")));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

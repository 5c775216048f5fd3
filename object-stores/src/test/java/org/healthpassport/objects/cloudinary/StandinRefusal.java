package org.healthpassport.objects.cloudinary;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.cloudinary.json.JSONObject;

/** An answer in the form of Cloudinary's errors. */
final class StandinRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    StandinRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    void sendTo(HttpExchange exchange) throws IOException {
        send(exchange, status, new JSONObject(Map.of("error", Map.of("message", String.valueOf(getMessage())))));
    }

    static void send(HttpExchange exchange, int status, JSONObject json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

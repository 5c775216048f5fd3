package org.healthpassport.objects.firebase;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A request to the stand-in and its answer, in the manners of Google's JSON API. */
final class StandinCall {
    private final HttpExchange exchange;
    private final Map<String, String> parameters;

    StandinCall(HttpExchange exchange) {
        this.exchange = exchange;
        this.parameters = form(exchange.getRequestURI().getRawQuery());
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The segment of the path with that number, decoded: names of objects have their slashes encoded. */
    String segment(int number) {
        String[] segments = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
        return number < segments.length ? decoded(segments[number]) : "";
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** The address by which the client came here, which need not be the server's. */
    String origin() {
        return "http://" + header("Host");
    }

    InputStream body() throws IOException {
        InputStream body = exchange.getRequestBody();
        return "gzip".equals(header("Content-Encoding")) ? new GZIPInputStream(body) : body;
    }

    JsonObject json() throws IOException {
        String text = new String(body().readAllBytes(), StandardCharsets.UTF_8);
        return text.isEmpty() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
    }

    Map<String, String> form() throws IOException {
        return form(new String(body().readAllBytes(), StandardCharsets.UTF_8));
    }

    StandinCall with(String header, String value) {
        exchange.getResponseHeaders().set(header, value);
        return this;
    }

    void answer(int status, JsonElement json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        with("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    void answer(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    OutputStream answer(int status, long bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
        return exchange.getResponseBody();
    }

    void refuse(int status, String reason) throws IOException {
        JsonObject one = new JsonObject();
        one.addProperty("reason", reason);
        one.addProperty("message", reason);
        JsonArray errors = new JsonArray();
        errors.add(one);
        JsonObject error = new JsonObject();
        error.addProperty("code", status);
        error.addProperty("message", reason);
        error.add("errors", errors);
        JsonObject answer = new JsonObject();
        answer.add("error", error);
        answer(status, answer);
    }

    private static Map<String, String> form(@Nullable String text) {
        Map<String, String> form = new HashMap<>();
        if (text != null) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

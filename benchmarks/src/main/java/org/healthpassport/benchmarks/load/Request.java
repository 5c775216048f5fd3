package org.healthpassport.benchmarks.load;

import io.netty.handler.codec.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;

/**
 * A request, which can be sent many times.
 *
 * @param expected the status of the answer; every other counts as failure
 * @param keepsAnswer true if the whole body of the answer is needed, and not only its length
 */
public record Request(
        HttpMethod method, String path, Map<String, String> headers, Body body, int expected, boolean keepsAnswer) {
    public static Request get(String path) {
        return new Request(HttpMethod.GET, path, Map.of(), Body.NONE, 200, false);
    }

    public static Request post(String path, String contentType, Body body) {
        return new Request(HttpMethod.POST, path, Map.of("Content-Type", contentType), body, 200, false);
    }

    public static Request put(String path, String contentType, Body body) {
        return new Request(HttpMethod.PUT, path, Map.of("Content-Type", contentType), body, 200, false);
    }

    public Request authorized(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Request with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Request(method, path, Map.copyOf(more), body, expected, keepsAnswer);
    }

    public Request expecting(int status) {
        return new Request(method, path, headers, body, status, keepsAnswer);
    }

    public Request keepingAnswer() {
        return new Request(method, path, headers, body, expected, true);
    }
}

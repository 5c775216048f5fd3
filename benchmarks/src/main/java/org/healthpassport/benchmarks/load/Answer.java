package org.healthpassport.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a request.
 *
 * @param status {@link #NONE} if the connection broke
 * @param body the beginning of the body, or all of it if the request wanted that
 * @param length bytes of the whole body
 */
public record Answer(int status, byte[] body, long length) {
    public static final int NONE = 0;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static Answer broken(String why) {
        byte[] text = why.getBytes(UTF_8);
        return new Answer(NONE, text, text.length);
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** The beginning of the body, for people who look for the cause of a failure. */
    public String text() {
        return new String(body, UTF_8);
    }
}

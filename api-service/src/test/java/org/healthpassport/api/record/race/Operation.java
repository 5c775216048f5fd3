package org.healthpassport.api.record.race;

import org.healthpassport.api.record.race.Connection.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request and what came of it.
 *
 * @param began before its first byte was sent, in nanoseconds of this machine
 * @param answer null where the connection ended before
 * @param ended the time at which its answer had come
 */
record Operation(
        Request request,
        Manner manner,
        long began,
        @Nullable Answer answer,
        long ended) {
    private static final int UNANSWERED = 0;

    /** Ways of sending. */
    enum Manner {
        PLAIN,
        /** The second half of the body is held back while others change the record. */
        SLOW,
        /** Sent before the answer to the one before was read. */
        PIPELINED
    }

    int status() {
        return answer == null ? UNANSWERED : answer.status();
    }

    boolean isAcknowledged() {
        return status() / 100 == 2;
    }

    /** True if the change may have happened although no answer said so. */
    boolean isInDoubt() {
        return answer == null || status() >= 500;
    }

    /** The record that it was about, or made; empty where there is none. */
    String recordId() {
        if (request.kind() == Request.Kind.CREATE && answer != null && isAcknowledged()) {
            String location = answer.headers().getOrDefault("location", "/");
            return location.substring(location.lastIndexOf('/') + 1);
        }
        return request.recordId();
    }

    /** The version in {@code ETag}; 0 where there is none. */
    long version() {
        String tag = answer == null ? null : answer.headers().get("etag");
        return tag == null ? 0 : Long.parseLong(tag.replaceAll("[^0-9]", ""));
    }

    JsonNode json() {
        if (answer == null) {
            throw new IllegalStateException("Expected an answer, but there is none");
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    String shown(long zero) {
        return "%8.1f to %8.1f ms  %s %s -> %d%s"
                .formatted(
                        (began - zero) / 1e6,
                        (ended - zero) / 1e6,
                        manner,
                        request,
                        status(),
                        version() == 0 ? "" : " version " + version());
    }
}

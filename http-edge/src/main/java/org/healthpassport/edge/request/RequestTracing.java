package org.healthpassport.edge.request;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives each request an id, and continues or begins its trace (W3C Trace Context, 3.2). */
@Component
public final class RequestTracing {
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");

    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /** Takes over the names that the client sent where they are well-formed, and replaces them where they are not. */
    RequestTrace trace(@Nullable String requestId, @Nullable String traceparent) {
        String id = requestId != null && SAFE_ID.matcher(requestId).matches() ? requestId : newId();
        return new RequestTrace(id, continued(traceparent));
    }

    /** An id for a request that failed before it was named: a UUIDv7 (RFC 9562, 5.7). */
    public String newId() {
        return ids.generate().toString();
    }

    private static String continued(@Nullable String traceparent) {
        Matcher valid = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        String traceId = valid.matches() ? valid.group(1) : randomHex() + randomHex();
        String flags = valid.matches() ? valid.group(2) : "01";
        return "00-" + traceId + '-' + randomHex() + '-' + flags;
    }

    /** 16 digits, never all zero. */
    private static String randomHex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}

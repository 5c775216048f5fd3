package org.healthpassport.api.web;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.request.Correlation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names each request, and continues or begins its trace (W3C Trace Context, 3.2). */
@Component
final class RequestTracing {
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");

    private final Ids ids;

    RequestTracing(Ids ids) {
        this.ids = ids;
    }

    /** What the client sent is taken over where it is well-formed, and replaced where it is not. */
    Correlation correlate(@Nullable String requestId, @Nullable String traceparent) {
        String id = requestId != null && SAFE_ID.matcher(requestId).matches() ? requestId : ids.next();
        return new Correlation(id, null, continued(traceparent));
    }

    private static String continued(@Nullable String traceparent) {
        Matcher valid = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        String traceId = valid.matches() ? valid.group(1) : randomHex() + randomHex();
        String flags = valid.matches() ? valid.group(2) : "01";
        return "00-" + traceId + '-' + randomHex() + '-' + flags;
    }

    /** 16 digits, never all zero. */
    private static String randomHex() {
        return "%016x".formatted(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}

package org.healthpassport.edge.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** The security headers of every answer (OWASP REST Security Cheat Sheet). */
@Component
public final class AnswerHeaders {
    private static final String ONE_YEAR = "max-age=31536000";

    private final Map<String, String> headers = new LinkedHashMap<>();

    AnswerHeaders(PublicUrl publicUrl) {
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (publicUrl.isSecure()) {
            headers.put("Strict-Transport-Security", ONE_YEAR);
        }
    }

    /** Gives each name and its value. */
    public void forEach(BiConsumer<String, String> header) {
        headers.forEach(header);
    }
}

package org.healthpassport.objects.cloudinary;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The checks that Cloudinary makes before it does anything, and what a test can set about them. */
final class StandinRules {
    private static final Set<String> UNSIGNED = Set.of("file", "cloud_name", "resource_type", "api_key", "signature");
    private static final Duration VALIDITY = Duration.ofHours(1);

    final String cloud = CloudinaryStandin.CLOUD;
    final AtomicInteger adminCalls = new AtomicInteger();
    final AtomicInteger invalidations = new AtomicInteger();
    final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    volatile Clock clock = Clock.systemUTC();
    volatile String algorithm = "SHA-1";
    volatile long maxFileBytes = Long.MAX_VALUE;
    volatile int adminLimit = 500;
    volatile int largestPage = 500;
    volatile boolean ranges = true;
    volatile boolean etags = true;
    volatile boolean lengths = true;
    volatile boolean redirects;

    /** Recomputes the signature: sorted parameters without a few, joined, and the secret. */
    void requireSigned(Map<String, String> parameters) {
        if (!CloudinaryStandin.KEY.equals(parameters.get("api_key"))) {
            throw new StandinRefusal(401, "Unknown API key " + parameters.get("api_key"));
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!UNSIGNED.contains(name) && !value.isEmpty()) {
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value.replace("&", "%26"));
            }
        });
        String signature = hex(algorithm, (text + CloudinaryStandin.SECRET).getBytes(StandardCharsets.UTF_8));
        if (!signature.equals(parameters.get("signature"))) {
            throw new StandinRefusal(
                    401, "Invalid Signature %s. String to sign - '%s'.".formatted(parameters.get("signature"), text));
        }
        requireRecent(parameters.getOrDefault("timestamp", "missing"));
    }

    /** Basic authentication, and the limit of calls an hour, which a stand-in does not live long enough to lift. */
    void requireAdmin(HttpExchange exchange) {
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CloudinaryStandin.KEY + ":" + CloudinaryStandin.SECRET)
                                .getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new StandinRefusal(401, "Invalid credentials");
        }
        int calls = adminCalls.incrementAndGet();
        if (calls > adminLimit) {
            throw new StandinRefusal(
                    420, "Rate Limit Exceeded. Limit of %d api operations reached.".formatted(adminLimit));
        }
        Instant reset = clock.instant().plus(VALIDITY);
        exchange.getResponseHeaders().set("X-FeatureRateLimit-Limit", String.valueOf(adminLimit));
        exchange.getResponseHeaders().set("X-FeatureRateLimit-Remaining", String.valueOf(adminLimit - calls));
        exchange.getResponseHeaders()
                .set(
                        "X-FeatureRateLimit-Reset",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(reset.atZone(ZoneOffset.UTC)));
    }

    void requireSize(long bytes) {
        if (bytes > maxFileBytes) {
            throw new StandinRefusal(400, "File size too large. Got %d. Maximum is %d.".formatted(bytes, maxFileBytes));
        }
    }

    private void requireRecent(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new StandinRefusal(400, "Missing required parameter - timestamp");
        }
        Instant reported = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (reported.isBefore(clock.instant().minus(VALIDITY))) {
            throw new StandinRefusal(
                    400,
                    "Stale request - reported time is %s which is more than 1 hour ago"
                            .formatted(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z")
                                    .format(reported.atZone(ZoneOffset.UTC))));
        }
    }

    static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

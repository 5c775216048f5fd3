package org.healthpassport.keymanagement;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.healthpassport.vault.key.file.KeysAway;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts JSON to a key management service. */
final class JsonHttp {
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String service;
    private final HttpClient http;

    /**
     * @param service its name, for messages
     * @param trusted null for the authorities that Java trusts
     */
    JsonHttp(String service, @Nullable SSLContext trusted) {
        this.service = service;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTED_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER);
        this.http = (trusted == null ? builder : builder.sslContext(trusted)).build();
    }

    /** An answer with any status. */
    record Answer(int status, JsonNode body, Optional<Instant> date) {
        /** True if the same request can be answered later; standbys of Vault answer 472 and 473. */
        boolean passes() {
            return status == 408 || status == 429 || status >= 472;
        }
    }

    /**
     * Posts a request.
     *
     * @throws KeysAway when there is no answer in time
     * @throws IllegalStateException when the service shows a certificate that is not valid now
     */
    Answer post(URI address, Map<String, String> headers, Map<String, String> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(ANSWERED_WITHIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    json(response.body()),
                    Clocks.parse(response.headers().firstValue("Date")));
        } catch (SSLHandshakeException untrusted) {
            throw ofCertificate(untrusted);
        } catch (IOException away) {
            throw away(away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw away(new IOException(stopped));
        }
    }

    private KeysAway away(IOException cause) {
        return new KeysAway(
                "Expected %s to answer, but it did not (%s)."
                        .formatted(service, cause.getClass().getSimpleName()),
                cause);
    }

    private RuntimeException ofCertificate(SSLHandshakeException untrusted) {
        boolean ofTime = Stream.<Throwable>iterate(untrusted, cause -> cause != null, Throwable::getCause)
                .limit(16)
                .anyMatch(cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException);
        return new IllegalStateException(
                (ofTime
                                ? "Expected the certificate of %s to be valid at the time of this machine, but it is not; set the clock, or renew the certificate."
                                : "Expected a certificate of %s that this machine trusts, but it is another; trust its authority.")
                        .formatted(service),
                untrusted);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.createObjectNode();
        }
    }
}

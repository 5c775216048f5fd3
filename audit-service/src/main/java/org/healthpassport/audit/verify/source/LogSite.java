package org.healthpassport.audit.verify.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.PublishedLog;

/** A log on the web. Follows no redirects; only the answers 200, 404 and 410 tell something about the log. */
public final class LogSite implements PublishedLog {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Enough for the largest bundle, 17 MB, over 3 Mbit/s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI base;
    private final Optional<String> token;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /**
     * @param base without query and fragment; the files are below it
     * @param token an auditor's bearer token, which entry bundles may need
     * @throws IllegalArgumentException no such address, or one to which the token would travel in clear
     */
    public LogSite(URI base, Optional<String> token) {
        if (base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("Expected the address of a log without query and fragment.");
        }
        if (token.isPresent() && !"https".equalsIgnoreCase(base.getScheme()) && !isLoopback(base.getHost())) {
            throw new IllegalArgumentException("Expected an https address, as a token must not travel in clear.");
        }
        this.base = URI.create(base.toString().replaceFirst("/*$", "/"));
        this.token = token;
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return fetch("checkpoint", SignedNote.MAX_BYTES);
    }

    @Override
    public Optional<byte[]> closed() throws IOException {
        return fetch("closed", SignedNote.MAX_BYTES);
    }

    @Override
    public Optional<byte[]> find(LogFile file) throws IOException {
        return fetch(file.path(), file.maxBytes());
    }

    private Optional<byte[]> fetch(String path, int maxBytes) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), head -> new BoundedBody(maxBytes + 1));
        try {
            HttpResponse<byte[]> response = answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return switch (response.statusCode()) {
                case 200 -> Optional.of(response.body());
                case 404, 410 -> Optional.empty();
                case 401, 403 ->
                    throw new IOException(path + ": the server answered " + response.statusCode()
                            + "; give it a valid token of an auditor by --token-file");
                default -> throw new IOException(path + ": the server answered " + response.statusCode());
            };
        } catch (ExecutionException e) {
            throw new IOException(path + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(path + ": no whole answer within " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(path + ": interrupted");
        }
    }

    private static boolean isLoopback(String host) {
        // Looks up no names: only the usual one and numeric addresses count.
        return host.equals("localhost") || (host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]") && isLoopbackAddress(host));
    }

    private static boolean isLoopbackAddress(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}

package org.healthpassport.objects.cloudinary;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections to Cloudinary. No request is repeated here, as whoever has more patience than a time-out knows better. */
final class Connections implements AutoCloseable {
    private static final int AT_MOST = 256;

    private final CloseableHttpClient client;
    private final RequestConfig following;
    private final Duration uploadTimeout;

    /** @param uploadTimeout until the answer to a request with bytes begins */
    Connections(String userAgent, Duration connectTimeout, Duration readTimeout, Duration uploadTimeout) {
        this.uploadTimeout = uploadTimeout;
        Timeout connect = Timeout.of(connectTimeout);
        Timeout read = Timeout.of(readTimeout);
        following = RequestConfig.custom()
                .setConnectionRequestTimeout(read)
                .setResponseTimeout(read)
                .build();
        client = HttpClients.custom()
                .useSystemProperties() // for a hospital's proxy
                .setUserAgent(userAgent)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .useSystemProperties()
                        .setMaxConnTotal(AT_MOST)
                        .setMaxConnPerRoute(AT_MOST)
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(read)
                                // Looking costs a millisecond; without it, requests fail that meet a closed connection.
                                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                                .build())
                        .build())
                // Listings carry key and secret, which must not go where an answer says.
                .setDefaultRequestConfig(
                        RequestConfig.copy(following).setRedirectsEnabled(false).build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                // A range of compressed bytes would be a range of something else.
                .disableContentCompression()
                .build();
    }

    /** Sends a request; the caller closes the answer. */
    ClassicHttpResponse send(HttpUriRequestBase request) throws IOException {
        return client.executeOpen(null, request, null);
    }

    /** As {@link #send}, for a request with many bytes: the longest silence ends no write to a peer that takes nothing. */
    ClassicHttpResponse sendBytes(HttpUriRequestBase request) throws IOException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        answered.orTimeout(uploadTimeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            request.cancel();
            return null;
        });
        try {
            return send(request);
        } finally {
            answered.complete(null);
        }
    }

    /** As {@link #send}, to wherever the answer says, for requests whose address holds all that allows them. */
    ClassicHttpResponse sendAndFollow(HttpUriRequestBase request) throws IOException {
        request.setConfig(following);
        return send(request);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}

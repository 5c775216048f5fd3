package org.healthpassport.objects.cloudinary;

import com.cloudinary.Api.HttpMethod;
import com.cloudinary.api.ApiResponse;
import com.cloudinary.http5.ApiUtils;
import com.cloudinary.http5.api.Response;
import com.cloudinary.strategies.AbstractApiStrategy;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.net.URIBuilder;

/** Carries the reading calls of Cloudinary's {@code Api}; the library's own transport loses the status of a failure. */
final class AdminTransport extends AbstractApiStrategy {
    private final Connections connections;

    AdminTransport(Connections connections) {
        this.connections = connections;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ApiResponse callApi(
            HttpMethod method, String url, Map<String, ?> parameters, Map options, String authorization)
            throws IOException, URISyntaxException {
        if (method != HttpMethod.GET) {
            throw new UnsupportedOperationException("Expected a call that reads, but it is one that writes.");
        }
        HttpGet request = new HttpGet(new URIBuilder(url)
                .addParameters(ApiUtils.prepareParams(parameters))
                .build());
        request.addHeader(HttpHeaders.AUTHORIZATION, authorization);
        try (ClassicHttpResponse answer = connections.send(request)) {
            return new Response(answer, Answers.json(answer));
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ApiResponse callAccountApi(
            HttpMethod method, String url, Map<String, ?> parameters, Map options, String authorization) {
        throw new UnsupportedOperationException("Expected a call to an environment, but it is one to an account.");
    }
}

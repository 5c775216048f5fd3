package org.healthpassport.edge.connection;

import io.netty.handler.codec.http.HttpRequest;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A route that takes large files by POST. A feature declares it as a bean. The time of its bodies is not bounded, but
 * their speed is; the bodies of all other routes have a fixed time.
 */
public final class UploadRoute {
    private final PathPattern pattern;

    /** @param pattern a path pattern, such as {@code /api/patients/{patientId}/documents} */
    public UploadRoute(String pattern) {
        this.pattern = PathPatternParser.defaultInstance.parse(pattern);
    }

    boolean matches(HttpRequest request) {
        return request.method().name().equals("POST") && pattern.matches(PathContainer.parsePath(path(request.uri())));
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}

package org.healthpassport.audit.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every reason for which a request is refused, each with one HTTP status and one title (RFC 9457, 3.1). */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request could not be read"),
    UNAUTHENTICATED(401, "A valid access token is required"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not available in an accepted form"),
    INVALID(422, "The request is well-formed but invalid"),
    INTERNAL_ERROR(500, "Internal error"),
    UNAVAILABLE(503, "A dependency is not available");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The type that stands for a status, if one does. */
    public static Optional<ProblemType> ofStatus(int status) {
        return Arrays.stream(values()).filter(type -> type.status == status).findFirst();
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** {@code urn:healthpassport:problem:not-found} and so on: stable, for programs to tell problems apart. */
    public URI uri() {
        return URI.create(
                "urn:healthpassport:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}

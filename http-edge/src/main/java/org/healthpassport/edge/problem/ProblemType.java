package org.healthpassport.edge.problem;

import java.net.URI;
import java.util.Locale;

/** The reasons for which the API refuses a request, each with one HTTP status and one title (RFC 9457, 3.1). */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request could not be read"),
    UNAUTHENTICATED(401, "A valid access token is required"),
    WRONG_CREDENTIALS(401, "Email or password is wrong"),
    INVALID_REFRESH_TOKEN(401, "A valid refresh token is required"),
    SECOND_FACTOR_REQUIRED(401, "A code of the second factor is needed"),
    WRONG_SECOND_FACTOR(401, "The code of the second factor is wrong"),
    WRONG_PASSCODE(401, "The passcode is wrong or missing"),
    FORBIDDEN(403, "Not allowed"),
    RECENT_LOGIN_REQUIRED(403, "A recent login is needed"),
    ACCOUNT_PENDING(403, "The account waits for its activation"),
    ACCOUNT_SUSPENDED(403, "The account is suspended"),
    ACCOUNT_CLOSED(403, "The account is closed"),
    SECOND_FACTOR_MISSING(403, "The account must have a second factor first"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not available in an accepted form"),
    REQUEST_TIMEOUT(408, "The request came too slowly"),
    CONFLICT(409, "Changed by somebody else at the same time"),
    EMAIL_TAKEN(409, "An account with this email exists"),
    SECOND_FACTOR_STATE(409, "The second factor is not in a state that allows this"),
    MUST_STAY_ACTIVE(409, "The account must stay active"),
    NOT_STORED(409, "Not stored yet"),
    NOT_DRAWN(409, "Not drawn yet"),
    ALREADY_DECIDED(409, "Decided already"),
    OPEN_REQUEST(409, "Asked for already"),
    OVER(409, "Over for good"),
    ALREADY_RUNNING(409, "Running already"),
    TOO_MANY(409, "As many as allowed"),
    IN_USE(409, "Still in use"),
    FORGED(409, "Not what it claims to be"),
    GONE(410, "Deleted"),
    STALE_VERSION(412, "The resource has changed since it was read"),
    TOO_LARGE(413, "Too large"),
    URI_TOO_LONG(414, "Address too long"),
    UNSUPPORTED_TYPE(415, "Unsupported type"),
    RANGE_NOT_SATISFIABLE(416, "No such range"),
    INVALID(422, "The request is well-formed but invalid"),
    VERSION_REQUIRED(428, "If-Match must say which version is changed"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "Headers too long"),
    INTERNAL_ERROR(500, "Internal error"),
    UNREADABLE(500, "Kept here, but cannot be read"),
    UNAVAILABLE(503, "A dependency is not available"),
    MOSTLY_UNREADABLE(503, "Too much of it cannot be read"),
    STORAGE_FULL(507, "No storage left");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** {@code urn:healthpassport:problem:not-found} and so on: stable identifiers for programs. */
    public URI uri() {
        return URI.create("urn:healthpassport:problem:" + code());
    }

    /** {@code not-found} and so on: the last part of {@link #uri}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

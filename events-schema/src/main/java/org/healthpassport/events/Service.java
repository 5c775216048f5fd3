package org.healthpassport.events;

import java.util.Set;

/** The services that write or read events. */
public enum Service {
    API_SERVICE("api-service"),
    DOCUMENT_WORKER("document-worker"),
    QR_WORKER("qr-worker"),
    AUDIT_SERVICE("audit-service");

    private static final Set<Service> ALL = Set.of(values());
    private static final Set<Service> OF_WORKERS = Set.of(API_SERVICE, AUDIT_SERVICE);

    private final String id;

    Service(String id) {
        this.id = id;
    }

    /** Lower case letters and hyphens. */
    public String id() {
        return id;
    }

    /** The services that read its events. */
    public Set<Service> readers() {
        return switch (this) {
            case API_SERVICE -> ALL;
            case DOCUMENT_WORKER, QR_WORKER -> OF_WORKERS;
            case AUDIT_SERVICE -> Set.of();
        };
    }

    /** The CloudEvents {@code source} of its events. */
    public String source() {
        return '/' + id;
    }
}

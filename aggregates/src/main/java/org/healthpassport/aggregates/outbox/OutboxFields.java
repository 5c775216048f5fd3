package org.healthpassport.aggregates.outbox;

/** The fields with which an aggregate's document takes part in the outbox. */
public final class OutboxFields {
    /** Present, with the value {@link #PENDING}, exactly while events wait. */
    public static final String MARK = "outbox";

    public static final String PENDING = "PENDING";
    public static final String EVENTS = "pendingEvents";
    public static final String LEASE = "lease";

    private OutboxFields() {}
}

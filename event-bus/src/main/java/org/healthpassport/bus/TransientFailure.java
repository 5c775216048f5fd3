package org.healthpassport.bus;

/**
 * A dependency does not answer, asks to come back later or is full: connect, time-out, 5xx, 429, a full disk. The event is
 * handled again, without end, at growing intervals of at most 30 s; the events behind it in its partition wait.
 */
public class TransientFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TransientFailure(String message) {
        super(message);
    }

    public TransientFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

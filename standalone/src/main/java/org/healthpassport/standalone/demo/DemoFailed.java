package org.healthpassport.standalone.demo;

/** Why there is no demo, in a line that says what to change. */
public final class DemoFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
        super(message);
    }

    DemoFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

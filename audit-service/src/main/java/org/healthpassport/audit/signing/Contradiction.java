package org.healthpassport.audit.signing;

/** The stored log contradicts a signed checkpoint. */
public final class Contradiction extends Exception {
    private static final long serialVersionUID = 1L;

    Contradiction(String message) {
        super(message);
    }
}

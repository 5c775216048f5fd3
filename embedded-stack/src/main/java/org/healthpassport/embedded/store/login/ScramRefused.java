package org.healthpassport.embedded.store.login;

/** A client that does not prove that it knows the password, or does not keep to the protocol. */
final class ScramRefused extends Exception {
    private static final long serialVersionUID = 1L;

    ScramRefused(String message) {
        super(message);
    }
}

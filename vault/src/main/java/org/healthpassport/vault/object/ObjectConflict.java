package org.healthpassport.vault.object;

/** There is another object of that name; it was left as it is. */
public final class ObjectConflict extends ObjectStoreFailure {
    private static final long serialVersionUID = 1L;

    public ObjectConflict(String message) {
        super(message, null);
    }
}

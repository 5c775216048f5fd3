package org.healthpassport.vault.object;

/** There is no object of that name. */
public final class ObjectMissing extends ObjectStoreFailure {
    private static final long serialVersionUID = 1L;

    public ObjectMissing(String message) {
        super(message, null);
    }
}

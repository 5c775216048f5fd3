package org.healthpassport.vault.object;

/** The bytes are not those that were announced, or not those that were stored. */
public final class DamagedObject extends ObjectStoreFailure {
    private static final long serialVersionUID = 1L;

    public DamagedObject(String message) {
        super(message, null);
    }
}

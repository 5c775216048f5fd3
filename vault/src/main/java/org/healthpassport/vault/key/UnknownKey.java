package org.healthpassport.vault.key;

/**
 * Sealed data names a key-encryption key that this service does not have. So this service has the wrong keys or old ones, and
 * the data may be whole; any other {@link SealBroken} is the fault of the data.
 */
public final class UnknownKey extends SealBroken {
    private static final long serialVersionUID = 1L;

    /** @param message without anything of the content or its associated data */
    public UnknownKey(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.healthpassport.vault.key;

/** Sealed data cannot be opened: it was changed or cut short, belongs elsewhere, or needs another key. */
public class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message without anything of the content or its associated data */
    public SealBroken(String message) {
        super(message);
    }

    /** @param message without anything of the content or its associated data */
    public SealBroken(String message, Throwable cause) {
        super(message, cause);
    }
}

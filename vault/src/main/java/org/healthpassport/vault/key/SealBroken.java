package org.healthpassport.vault.key;

/** What was sealed cannot be opened: it was changed, cut short, belongs elsewhere, or the key is not the one it needs. */
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

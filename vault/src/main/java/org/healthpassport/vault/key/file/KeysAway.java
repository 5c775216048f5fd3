package org.healthpassport.vault.key.file;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Key-encryption keys that cannot be opened at the moment. It passes, and no data is at fault. */
public final class KeysAway extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    /** @param message without anything secret */
    public KeysAway(String message, IOException cause) {
        super(message, cause);
    }

    /** @param message without anything secret */
    public KeysAway(String message) {
        this(message, new IOException(message));
    }
}

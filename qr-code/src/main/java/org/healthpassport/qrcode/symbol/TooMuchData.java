package org.healthpassport.qrcode.symbol;

import org.jspecify.annotations.Nullable;

/** The data does not fit into the largest symbol at the requested level of error correction. */
public final class TooMuchData extends Exception {
    private static final long serialVersionUID = 1L;

    TooMuchData(int bytes, ErrorCorrection level, @Nullable Throwable cause) {
        super("Expected data that fits into a symbol at level %s, but it has %d bytes.".formatted(level, bytes), cause);
    }
}

package org.healthpassport.qrcode;

/** Bytes are not what {@link QrSymbol#packed()} writes. */
public final class DamagedSymbol extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedSymbol(String message) {
        super(message);
    }
}

package org.healthpassport.qrcode.symbol;

/** The bytes are not in the format of {@link QrSymbol#packed()}. */
public final class DamagedSymbol extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedSymbol(String message) {
        super(message);
    }
}

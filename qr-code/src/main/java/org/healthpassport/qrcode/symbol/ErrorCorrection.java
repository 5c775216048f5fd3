package org.healthpassport.qrcode.symbol;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;

/** The share of a symbol that may be damaged while it stays readable (ISO/IEC 18004, 7.5.1). */
public enum ErrorCorrection {
    /** About 7 %. */
    L(ErrorCorrectionLevel.L),
    /** About 15 %; the level for SMART Health Links. */
    M(ErrorCorrectionLevel.M),
    /** About 25 %. */
    Q(ErrorCorrectionLevel.Q),
    /** About 30 %. */
    H(ErrorCorrectionLevel.H);

    private final ErrorCorrectionLevel level;

    ErrorCorrection(ErrorCorrectionLevel level) {
        this.level = level;
    }

    ErrorCorrectionLevel level() {
        return level;
    }
}

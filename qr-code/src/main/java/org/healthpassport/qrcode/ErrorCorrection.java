package org.healthpassport.qrcode;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;

/** How much of a symbol may be lost before it cannot be read (ISO/IEC 18004, 7.5.1). */
public enum ErrorCorrection {
    /** About 7 %. */
    L(ErrorCorrectionLevel.L),
    /** About 15 %; what SMART Health Links ask for. */
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

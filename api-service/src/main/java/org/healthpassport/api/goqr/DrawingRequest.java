package org.healthpassport.api.goqr;

import java.util.List;
import java.util.Map;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.PictureTooSmall;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;

/** A valid request to draw a QR code. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DrawingRequest(byte[] data, ErrorCorrection level, Drawing drawing, PictureFormat format) {

    /**
     * The picture; fails with 413 if the data does not fit into a symbol, and with 400 if the symbol does not fit into
     * the picture.
     */
    byte[] draw() {
        try {
            return format.draw(drawing, QrSymbol.encode(data, level));
        } catch (TooMuchData e) {
            throw Problem.of(
                            ProblemType.TOO_LARGE,
                            "The data does not fit into a QR code of error correction level " + level + ".")
                    .asException();
        } catch (PictureTooSmall e) {
            throw malformed(List.of(new InvalidMember(
                            "/size", "must be at least %1$dx%1$d for this data".formatted(e.smallest()))))
                    .asException();
        }
    }

    static Problem malformed(List<InvalidMember> errors) {
        return new Problem(
                ProblemType.MALFORMED_REQUEST, "Some parameters are missing or invalid.", errors, null, Map.of());
    }

    /** Leaves out the data, which can be a secret. */
    @Override
    public String toString() {
        return "DrawingRequest[%s, %s, %s]".formatted(level, drawing, format);
    }
}

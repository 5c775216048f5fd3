package org.healthpassport.api.sharing.code;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.healthpassport.api.goqr.PictureFormat;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.PictureTooSmall;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * The requested picture of a QR code.
 *
 * @param pixels on each side
 */
record QrPicture(PictureFormat format, int pixels) {
    private static final int DEFAULT_SIZE = 400;
    private static final int SMALLEST = 50;
    private static final int LARGEST = 2_000;

    /**
     * Reads the parameters of a request: the format is the named one, else the most preferred one, else PNG.
     *
     * @throws org.healthpassport.edge.problem.ProblemException 400 for an unknown format or a size out of bounds, 406 if
     *     the client accepts no format
     */
    static QrPicture asked(@Nullable String format, List<MediaType> accept, @Nullable Integer size) {
        PictureFormat as = format == null ? welcome(accept) : named(format);
        return new QrPicture(as, size == null ? DEFAULT_SIZE : requireSize(size));
    }

    MediaType mediaType() {
        return format.mediaType();
    }

    /** @throws org.healthpassport.edge.problem.ProblemException 400 if a module would be smaller than a pixel */
    byte[] draw(QrSymbol symbol) {
        try {
            return format.draw(Drawing.square(pixels), symbol);
        } catch (PictureTooSmall tooSmall) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The parameter 'size' must be at least " + tooSmall.smallest() + " for this QR code.")
                    .asException();
        }
    }

    private static PictureFormat named(String name) {
        return Arrays.stream(PictureFormat.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Problem.of(ProblemType.MALFORMED_REQUEST, "The parameter 'format' must be png or svg.")
                                .asException());
    }

    private static PictureFormat welcome(List<MediaType> accept) {
        if (accept.isEmpty()) {
            return PictureFormat.PNG;
        }
        return accept.stream()
                .sorted((one, other) -> Double.compare(other.getQualityValue(), one.getQualityValue()))
                .flatMap(type ->
                        Arrays.stream(PictureFormat.values()).filter(format -> type.includes(format.mediaType())))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemType.NOT_ACCEPTABLE, "Pictures are available as image/png and image/svg+xml.")
                        .asException());
    }

    private static int requireSize(int pixels) {
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The parameter 'size' must be from %d to %d pixels.".formatted(SMALLEST, LARGEST))
                    .asException();
        }
        return pixels;
    }
}

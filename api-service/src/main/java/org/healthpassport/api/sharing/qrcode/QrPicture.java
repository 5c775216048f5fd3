package org.healthpassport.api.sharing.qrcode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.qrcode.PictureFormat;
import org.healthpassport.qrcode.Drawing;
import org.healthpassport.qrcode.PictureTooSmall;
import org.healthpassport.qrcode.QrSymbol;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * The picture of a QR code that is asked for.
 *
 * @param pixels on each side
 */
record QrPicture(PictureFormat format, int pixels) {
    private static final int DEFAULT_SIZE = 400;
    private static final int SMALLEST = 50;
    private static final int LARGEST = 2_000;

    /**
     * In the format that is named, else in the one of them that is most welcome, else PNG.
     *
     * @throws org.healthpassport.api.problem.ProblemException 400 for another name, 406 where no format is welcome, 400
     *     for a size out of bounds
     */
    static QrPicture asked(@Nullable String format, List<MediaType> accept, @Nullable Integer size) {
        PictureFormat as = format == null ? welcome(accept) : named(format);
        return new QrPicture(as, size == null ? DEFAULT_SIZE : requireSize(size));
    }

    MediaType mediaType() {
        return format.mediaType();
    }

    /** @throws org.healthpassport.api.problem.ProblemException 400 where there is less than a pixel for a module */
    byte[] draw(QrSymbol symbol) {
        try {
            return format.draw(Drawing.square(pixels), symbol);
        } catch (PictureTooSmall tooSmall) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "This QR code takes a size of at least " + tooSmall.smallest() + ".")
                    .asException();
        }
    }

    private static PictureFormat named(String name) {
        return Arrays.stream(PictureFormat.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemType.MALFORMED_REQUEST, "The format is png or svg.")
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
                .orElseThrow(() -> Problem.of(ProblemType.NOT_ACCEPTABLE, "There are image/png and image/svg+xml.")
                        .asException());
    }

    private static int requireSize(int pixels) {
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The size is from %d to %d pixels.".formatted(SMALLEST, LARGEST))
                    .asException();
        }
        return pixels;
    }
}

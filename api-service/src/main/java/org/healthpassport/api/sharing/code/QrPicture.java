package org.healthpassport.api.sharing.code;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.goqr.PictureFormat;
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
     * Reads the parameters of a request: the format is the named one, else the most preferred one, else PNG. Refused for
     * an unknown format, a size out of bounds, or if the client accepts no format.
     */
    static Ruling<QrPicture> asked(@Nullable String format, List<MediaType> accept, @Nullable Integer size) {
        Optional<PictureFormat> found = format == null ? welcome(accept) : named(format);
        if (found.isEmpty()) {
            return Ruling.refuse(
                    format == null ? new PictureRefusal.NoAcceptedFormat() : new PictureRefusal.UnknownFormat());
        }
        int pixels = size == null ? DEFAULT_SIZE : size;
        return pixels < SMALLEST || pixels > LARGEST
                ? Ruling.refuse(new PictureRefusal.SizeOutOfBounds(SMALLEST, LARGEST))
                : Ruling.accept(new QrPicture(found.get(), pixels));
    }

    MediaType mediaType() {
        return format.mediaType();
    }

    /** The picture; refused if a module would be smaller than a pixel. */
    Ruling<byte[]> draw(QrSymbol symbol) {
        try {
            return Ruling.accept(format.draw(Drawing.square(pixels), symbol));
        } catch (PictureTooSmall tooSmall) {
            return Ruling.refuse(new PictureRefusal.TooSmall(tooSmall.smallest()));
        }
    }

    private static Optional<PictureFormat> named(String name) {
        return Arrays.stream(PictureFormat.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static Optional<PictureFormat> welcome(List<MediaType> accept) {
        if (accept.isEmpty()) {
            return Optional.of(PictureFormat.PNG);
        }
        return accept.stream()
                .sorted((one, other) -> Double.compare(other.getQualityValue(), one.getQualityValue()))
                .flatMap(type ->
                        Arrays.stream(PictureFormat.values()).filter(format -> type.includes(format.mediaType())))
                .findFirst();
    }
}

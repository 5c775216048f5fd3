package org.healthpassport.api.sharing.qrcode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.qrcode.Drawing;
import org.healthpassport.qrcode.PictureTooSmall;
import org.healthpassport.qrcode.QrSymbol;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The formats of pictures, the first of which is preferred. */
enum PictureFormat {
    PNG(MediaType.IMAGE_PNG) {
        @Override
        byte[] draw(QrSymbol symbol, int pixels) {
            try {
                return Drawing.square(pixels).png(symbol);
            } catch (PictureTooSmall tooSmall) {
                throw Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "This QR code takes a size of at least " + tooSmall.smallest() + ".")
                        .asException();
            }
        }
    },
    SVG(MediaType.valueOf("image/svg+xml")) {
        @Override
        byte[] draw(QrSymbol symbol, int pixels) {
            return Drawing.square(pixels).svg(symbol).getBytes(UTF_8);
        }
    };

    private static final int SMALLEST = 50;
    private static final int LARGEST = 2_000;

    private final MediaType mediaType;

    PictureFormat(MediaType mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The format that is named, else the one of them that is most welcome, else PNG.
     *
     * @throws org.healthpassport.api.problem.ProblemException 400 for another name, 406 where none is welcome
     */
    static PictureFormat asked(@Nullable String name, List<MediaType> accept) {
        if (name != null) {
            return Arrays.stream(values())
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(ProblemType.MALFORMED_REQUEST, "The format is png or svg.")
                            .asException());
        }
        if (accept.isEmpty()) {
            return PNG;
        }
        List<MediaType> wanted = accept.stream()
                .sorted((one, other) -> Double.compare(other.getQualityValue(), one.getQualityValue()))
                .toList();
        return wanted.stream()
                .flatMap(type -> Arrays.stream(values()).filter(format -> type.includes(format.mediaType)))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemType.NOT_ACCEPTABLE, "There are image/png and image/svg+xml.")
                        .asException());
    }

    MediaType mediaType() {
        return mediaType;
    }

    /** @throws org.healthpassport.api.problem.ProblemException 400 for a size out of bounds */
    int requireSize(int pixels) {
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The size is from %d to %d pixels.".formatted(SMALLEST, LARGEST))
                    .asException();
        }
        return pixels;
    }

    /** @throws org.healthpassport.api.problem.ProblemException 400 where there is less than a pixel for a module */
    abstract byte[] draw(QrSymbol symbol, int pixels);
}

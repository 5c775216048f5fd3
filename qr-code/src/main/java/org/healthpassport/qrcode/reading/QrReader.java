package org.healthpassport.qrcode.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.ResultPointCallback;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds QR codes in untrusted pictures. The cost of one call is bounded for any bytes: about 60 MB of memory and one or
 * two seconds of one processor.
 */
public final class QrReader {
    /** The largest picture in bytes; a larger one is not read. */
    public static final int MOST_BYTES = 1 << 20;

    /** The finder patterns of twenty codes. The search time grows with the cube of their number. */
    private static final int MOST_FINDER_PATTERNS = 60;

    /** AIM symbology identifiers of symbols with an ECI, which names a character set. */
    private static final Set<String> NAMING_A_CHARACTER_SET = Set.of("]Q2", "]Q4", "]Q6");

    private QrReader() {}

    /** Reads all codes in a PNG, GIF or JPEG picture, dark on light or light on dark. */
    public static Reading read(byte[] picture) {
        if (picture.length > MOST_BYTES) {
            return Reading.Nothing.TOO_LARGE;
        }
        Optional<PictureType> type = PictureType.of(picture);
        if (type.isEmpty()) {
            return Reading.Nothing.NO_PICTURE;
        }
        try {
            Optional<LuminanceSource> pixels = new UntrustedPicture(type.get(), picture).decode();
            return pixels.isEmpty() ? Reading.Nothing.TOO_LARGE : read(pixels.get());
        } catch (IOException damaged) {
            return Reading.Nothing.NO_CODE;
        }
    }

    private static Reading read(LuminanceSource pixels) {
        return attempts(pixels)
                .map(Attempt::texts)
                .filter(texts -> !texts.isEmpty())
                .findFirst()
                .<Reading>map(Reading.Found::new)
                .orElse(Reading.Nothing.NO_CODE);
    }

    /** The ways to search, fastest first. The first way finds drawn codes, the others photographed ones. */
    private static Stream<Attempt> attempts(LuminanceSource pixels) {
        return Stream.<Function<LuminanceSource, Attempt>>of(
                        source -> () -> drawn(new GlobalHistogramBinarizer(source)),
                        source -> () -> several(new HybridBinarizer(source)),
                        source -> () -> single(new GlobalHistogramBinarizer(source)))
                .flatMap(attempt -> Stream.of(pixels, pixels.invert()).map(attempt));
    }

    private static List<String> drawn(Binarizer binarizer) throws ReaderException {
        Map<DecodeHintType, Object> hints = hints();
        hints.put(DecodeHintType.PURE_BARCODE, true);
        return List.of(text(new QRCodeReader().decode(new BinaryBitmap(binarizer), hints)));
    }

    private static List<String> several(Binarizer binarizer) throws ReaderException {
        Result[] results = new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(binarizer), hints());
        return Arrays.stream(results).map(QrReader::text).toList();
    }

    private static List<String> single(Binarizer binarizer) throws ReaderException {
        return List.of(text(new QRCodeReader().decode(new BinaryBitmap(binarizer), hints())));
    }

    private static Map<DecodeHintType, Object> hints() {
        Map<DecodeHintType, Object> hints = new EnumMap<>(DecodeHintType.class);
        hints.put(DecodeHintType.TRY_HARDER, true);
        hints.put(DecodeHintType.CHARACTER_SET, ISO_8859_1.name());
        AtomicInteger found = new AtomicInteger();
        ResultPointCallback bound = point -> {
            if (found.incrementAndGet() > MOST_FINDER_PATTERNS) {
                throw new IllegalStateException(
                        "Expected at most %d finder patterns, but there are more.".formatted(MOST_FINDER_PATTERNS));
            }
        };
        hints.put(DecodeHintType.NEED_RESULT_POINT_CALLBACK, bound);
        return hints;
    }

    /**
     * The text of the symbol, in the character set that the symbol names. Most symbols name none and hold UTF-8, although
     * the standard then requires ISO-8859-1. An ISO-8859-1 text is hardly ever valid UTF-8, so UTF-8 is tried first.
     */
    private static String text(Result result) {
        String text = result.getText();
        String symbology = String.valueOf(result.getResultMetadata().get(ResultMetadataType.SYMBOLOGY_IDENTIFIER));
        if (NAMING_A_CHARACTER_SET.contains(symbology) || text.chars().anyMatch(character -> character > 0xFF)) {
            return text;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(text.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return text;
        }
    }

    /** One way to search for codes. */
    @FunctionalInterface
    private interface Attempt {
        List<String> find() throws ReaderException;

        default List<String> texts() {
            try {
                return find();
            } catch (ReaderException | RuntimeException nothingFound) {
                // RuntimeException: the bound above, or a false symbol that the decoder does not expect.
                return List.of();
            }
        }
    }
}

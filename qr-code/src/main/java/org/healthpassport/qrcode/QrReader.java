package org.healthpassport.qrcode;

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
 * Finds QR codes in pictures from anywhere. What one call takes is bounded, whatever the bytes are: some 60 MB of
 * memory and a second or two of one processor.
 */
public final class QrReader {
    /** Pictures of more bytes are not looked at. */
    public static final int MOST_BYTES = 1 << 20;

    /** Twenty codes, or fewer among what looks like them: the time to look at all grows with the third power. */
    private static final int MOST_FINDER_PATTERNS = 60;

    /** Symbology identifiers of AIM for symbols with an ECI. */
    private static final Set<String> NAMING_A_CHARACTER_SET = Set.of("]Q2", "]Q4", "]Q6");

    private QrReader() {}

    /** Reads all codes of a PNG, GIF or JPEG picture, dark on light or light on dark. */
    public static Reading read(byte[] picture) {
        if (picture.length > MOST_BYTES) {
            return Reading.Nothing.TOO_LARGE;
        }
        Optional<PictureType> type = PictureType.of(picture);
        if (type.isEmpty()) {
            return Reading.Nothing.NO_PICTURE;
        }
        try {
            Optional<LuminanceSource> pixels = new Picture(type.get(), picture).decode();
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

    /** From what is quick and finds pictures that nobody photographed, to what takes its time. */
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
                throw new IllegalStateException("Expected a few finder patterns, but there are many.");
            }
        };
        hints.put(DecodeHintType.NEED_RESULT_POINT_CALLBACK, bound);
        return hints;
    }

    /**
     * What the symbol says, in the character set that it names. Most name none, and hold UTF-8 although the standard
     * has it that this means ISO-8859-1; hardly a text in the latter is also one in the former.
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

    /** One way to look for codes. */
    @FunctionalInterface
    private interface Attempt {
        List<String> find() throws ReaderException;

        default List<String> texts() {
            try {
                return find();
            } catch (ReaderException | RuntimeException nothingFound) {
                // Runtime: the bound above, or a symbol that is none, at which the decoder fails in ways of its own.
                return List.of();
            }
        }
    }
}

package org.healthpassport.qrcode.symbol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.EncodeHintType;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Version;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares symbols with those of an encoder that shares no code with ours: Project Nayuki's. */
class MasksTest {
    private static final String DIGITS = "0123456789";
    private static final String ALPHANUMERIC = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private static final String BYTES = IntStream.range(0, 256)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    static Stream<Arguments> versionsAndLevels() {
        return IntStream.rangeClosed(1, 40)
                .boxed()
                .flatMap(version -> Stream.of(ErrorCorrection.values()).map(level -> Arguments.of(version, level)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndLevels")
    void shouldEqualAnIndependentEncoderInEveryVersionLevelAndMode(int version, ErrorCorrection level)
            throws Exception {
        for (String alphabet : List.of(DIGITS, ALPHANUMERIC, BYTES)) {
            // given
            String text = text(alphabet, characters(alphabet, version, level), new Random(version));

            // when
            QrSymbol symbol = QrSymbol.encode(text.getBytes(ISO_8859_1), level);

            // then
            assertThat(symbol.version()).isEqualTo(version);
            assertThat(drawn(symbol)).isEqualTo(drawn(independent(text, level, -1)));
        }
    }

    @Property(tries = 150)
    void shouldChooseTheMaskThatAnIndependentEncoderChooses(
            @ForAll @IntRange(min = 1, max = 500) int length, @ForAll ErrorCorrection level, @ForAll long seed)
            throws Exception {
        // given
        Random random = new Random(seed);
        String alphabet = List.of(DIGITS, ALPHANUMERIC, BYTES, "a", "\0", "0").get(random.nextInt(6));
        String text = text(alphabet, length, random);

        // when
        QrSymbol symbol = QrSymbol.encode(text.getBytes(ISO_8859_1), level);

        // then
        assertThat(drawn(symbol)).isEqualTo(drawn(independent(text, level, -1)));
    }

    @Property(tries = 60)
    void shouldEqualBothEncodersWithTheSameMask(
            @ForAll @IntRange(min = 1, max = 40) int version,
            @ForAll ErrorCorrection level,
            @ForAll @IntRange(max = 7) int mask,
            @ForAll long seed)
            throws Exception {
        // given
        String text = text(ALPHANUMERIC, characters(ALPHANUMERIC, version, level), new Random(seed));
        QRCode first = Encoder.encode(text, level.level(), Masks.FIRST);
        QRCode zxing = Encoder.encode(text, level.level(), Map.of(EncodeHintType.QR_MASK_PATTERN, mask));

        // when
        Modules masked = Masks.of(version).with(mask, Modules.of(first.getMatrix()));

        // then
        assertThat(drawn(masked)).isEqualTo(drawn(Modules.of(zxing.getMatrix())));
        assertThat(drawn(masked)).isEqualTo(drawn(independent(text, level, mask)));
    }

    @Property(tries = 25)
    void shouldChooseTheLowestPenaltyAndOfEqualsTheLowestNumber(
            @ForAll @IntRange(min = 1, max = 300) int length, @ForAll ErrorCorrection level, @ForAll long seed)
            throws Exception {
        // given
        String text = text(BYTES, length, new Random(seed));
        QRCode first = Encoder.encode(text, level.level(), Masks.FIRST);
        int lowest = Integer.MAX_VALUE;
        ByteMatrix best = first.getMatrix();
        for (int mask = 0; mask < 8; mask++) {
            ByteMatrix candidate = Encoder.encode(text, level.level(), Map.of(EncodeHintType.QR_MASK_PATTERN, mask))
                    .getMatrix();
            int penalty = PenaltyByTheBook.of(candidate);
            if (penalty < lowest) {
                lowest = penalty;
                best = candidate;
            }
        }

        // when
        QrSymbol symbol = QrSymbol.encode(text.getBytes(ISO_8859_1), level);

        // then
        assertThat(drawn(symbol)).isEqualTo(drawn(Modules.of(best)));
    }

    private static QrCode independent(String text, ErrorCorrection level, int mask) {
        QrSegment segment = QrSegment.isNumeric(text)
                ? QrSegment.makeNumeric(text)
                : QrSegment.isAlphanumeric(text)
                        ? QrSegment.makeAlphanumeric(text)
                        : QrSegment.makeBytes(text.getBytes(ISO_8859_1));
        QrCode.Ecc same = switch (level) {
            case L -> QrCode.Ecc.LOW;
            case M -> QrCode.Ecc.MEDIUM;
            case Q -> QrCode.Ecc.QUARTILE;
            case H -> QrCode.Ecc.HIGH;
        };
        return QrCode.encodeSegments(List.of(segment), same, 1, 40, mask, false);
    }

    private static String text(String alphabet, int length, Random random) {
        StringBuilder text = new StringBuilder();
        // The last of the alphabet comes first, so that the text needs the mode of the alphabet.
        text.append(alphabet.charAt(alphabet.length() - 1));
        while (text.length() < length) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** The most characters that fit. */
    private static int characters(String alphabet, int version, ErrorCorrection level) {
        Version zxing = Version.getVersionForNumber(version);
        ErrorCorrectionLevel zxingLevel = level.level();
        int bits = 8
                * (zxing.getTotalCodewords()
                        - zxing.getECBlocksForLevel(zxingLevel).getTotalECCodewords());
        int range = version < 10 ? 0 : version < 27 ? 1 : 2;
        if (alphabet.equals(DIGITS)) {
            int left = bits - 4 - new int[] {10, 12, 14}[range];
            return left / 10 * 3 + (left % 10 >= 7 ? 2 : left % 10 >= 4 ? 1 : 0);
        }
        if (alphabet.equals(ALPHANUMERIC)) {
            int left = bits - 4 - new int[] {9, 11, 13}[range];
            return left / 11 * 2 + (left % 11 >= 6 ? 1 : 0);
        }
        return (bits - 4 - (range == 0 ? 8 : 16)) / 8;
    }

    private static String drawn(QrSymbol symbol) {
        return drawn(symbol.size(), symbol::isDark);
    }

    private static String drawn(Modules modules) {
        return drawn(modules.size(), modules::isDark);
    }

    private static String drawn(QrCode code) {
        return drawn(code.size, code::getModule);
    }

    private static String drawn(int size, Dark modules) {
        StringBuilder drawn = new StringBuilder();
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                drawn.append(modules.isDark(x, y) ? '#' : '.');
            }
            drawn.append('\n');
        }
        return drawn.toString();
    }

    private interface Dark {
        boolean isDark(int column, int row);
    }
}

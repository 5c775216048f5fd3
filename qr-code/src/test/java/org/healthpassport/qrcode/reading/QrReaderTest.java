package org.healthpassport.qrcode.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.Rgb;
import org.healthpassport.qrcode.reading.Reading.Found;
import org.healthpassport.qrcode.reading.Reading.Nothing;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrReaderTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void shouldReadWhatWasDrawn(
            @ForAll("texts") String text,
            @ForAll ErrorCorrection level,
            @ForAll @IntRange(max = 300) int spare,
            @ForAll @IntRange(min = 1, max = 6) int quietZone)
            throws Exception {
        // given
        QrSymbol symbol = QrSymbol.encode(text.getBytes(UTF_8), level);
        int side = symbol.size() + 2 * quietZone + spare;
        Drawing drawing = new Drawing(side, side, Rgb.BLACK, Rgb.WHITE, 0, quietZone);

        // when, then
        assertThat(found(drawing.png(symbol))).containsExactly(text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .all()
                        .excludeChars(surrogates())
                        .ofMinLength(1)
                        .ofMaxLength(300),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(1_000),
                Arbitraries.strings()
                        .withCharRange('A', 'Z')
                        .withChars(" $%*+-./:")
                        .ofMinLength(1)
                        .ofMaxLength(800),
                Arbitraries.of("😀👩‍⚕️", "żółć", "\u0000", " ", "\n", "ÿþ", "日本語テキスト", "shlink:/eyJ1cmwiOi", "é"));
    }

    @Test
    void shouldReadTheStandardsOwnCharacterSet() throws Exception {
        byte[] data = "Grüße, señor".getBytes(ISO_8859_1);
        assertThat(found(Drawing.square(200).png(QrSymbol.encode(data, ErrorCorrection.L))))
                .containsExactly("Grüße, señor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "ISO-8859-7"})
    void shouldReadTheCharacterSetThatASymbolNames(String characterSet) throws Exception {
        // given a text that is valid UTF-8 when its ISO-8859-1 bytes are read
        String text = "Ã© is not é"
                .replace("Ã©", characterSet.endsWith("7") ? "α" : "Ã©")
                .replace("é", "");
        BitMatrix named = new QRCodeWriter()
                .encode(text, BarcodeFormat.QR_CODE, 200, 200, Map.of(EncodeHintType.CHARACTER_SET, characterSet));
        BufferedImage image = Pictures.ground(200, 200, Color.WHITE);
        for (int i = 0; i < 200 * 200; i++) {
            if (named.get(i % 200, i / 200)) {
                image.setRGB(i % 200, i / 200, 0);
            }
        }

        // when, then
        assertThat(found(Pictures.in("png", image))).containsExactly(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "jpeg"})
    void shouldReadAnyFormatAndAllCodesOfAPicture(String format) throws Exception {
        // given
        BufferedImage wall = Pictures.ground(900, 700, Color.LIGHT_GRAY);
        paint(wall, code("first"), AffineTransform.getTranslateInstance(20, 30));
        paint(wall, code("second, which has more to say"), AffineTransform.getTranslateInstance(600, 350));
        paint(wall, code("third"), AffineTransform.getTranslateInstance(250, 420));

        // when, then
        assertThat(found(Pictures.in(format, wall)))
                .containsExactlyInAnyOrder("first", "second, which has more to say", "third");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 45, 90, 133, 180, 270})
    void shouldReadTurnedCodes(int degrees) throws Exception {
        // given
        BufferedImage wall = Pictures.ground(600, 600, Color.WHITE);
        AffineTransform turn = AffineTransform.getRotateInstance(Math.toRadians(degrees), 300, 300);
        turn.translate(175, 175);
        paint(wall, code("turned"), turn);

        // when, then
        assertThat(found(Pictures.in("jpeg", wall))).containsExactly("turned");
    }

    @Test
    void shouldReadLightOnDark() throws Exception {
        // given
        Drawing night = new Drawing(300, 300, new Rgb(250, 250, 240), new Rgb(20, 10, 40), 0, 4);
        BufferedImage wall = Pictures.ground(500, 400, new Color(20, 10, 40));
        QrSymbol symbol = QrSymbol.encode("night".getBytes(UTF_8), ErrorCorrection.M);
        paint(wall, Pictures.of(night.png(symbol)), AffineTransform.getTranslateInstance(90, 60));

        // when, then
        assertThat(found(night.png(symbol))).containsExactly("night");
        assertThat(found(Pictures.in("jpeg", wall))).containsExactly("night");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif"})
    void shouldReadDarkOnTransparent(String format) throws Exception {
        // given
        BufferedImage clear = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
        QrSymbol symbol = QrSymbol.encode("clear".getBytes(UTF_8), ErrorCorrection.M);
        for (int i = 0; i < 210 * 210; i++) {
            if (symbol.isDark(i % 210 / 10, i / 210 / 10)) {
                clear.setRGB(45 + i % 210, 45 + i / 210, 0xFF000000);
            }
        }

        // when, then
        assertThat(found(Pictures.in(format, clear))).containsExactly("clear");
    }

    @Test
    void shouldReadALargePhotograph() throws Exception {
        // given
        BufferedImage photograph = Pictures.ground(3_000, 2_000, Color.GRAY);
        paint(photograph, code("in a large picture"), new AffineTransform(3, 0.2, -0.2, 3, 1_200, 600));

        // when, then
        assertThat(found(Pictures.in("jpeg", photograph))).containsExactly("in a large picture");
    }

    @Test
    void shouldReportThatThereIsNoCode() {
        assertThat(QrReader.read(Pictures.in("png", Pictures.ground(100, 100, Color.WHITE))))
                .isEqualTo(Nothing.NO_CODE);
        assertThat(QrReader.read(Pictures.in("gif", Pictures.ground(1, 1, Color.BLACK))))
                .isEqualTo(Nothing.NO_CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%PDF-1.7", "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF....WEBP", "BM...."})
    void shouldReportThatItIsNoPicture(String bytes) {
        assertThat(QrReader.read(bytes.getBytes(US_ASCII))).isEqualTo(Nothing.NO_PICTURE);
    }

    @Test
    void shouldNotLookAtMoreThanAMebibyte() throws Exception {
        // given
        byte[] picture = Drawing.square(300).png(QrSymbol.encode("x".getBytes(UTF_8), ErrorCorrection.M));

        // when, then
        assertThat(QrReader.read(Arrays.copyOf(picture, QrReader.MOST_BYTES))).isInstanceOf(Found.class);
        assertThat(QrReader.read(Arrays.copyOf(picture, QrReader.MOST_BYTES + 1)))
                .isEqualTo(Nothing.TOO_LARGE);
    }

    @Test
    void shouldNotDecodeABomb() {
        Assertions.assertTimeoutPreemptively(BOUND, () -> {
            assertThat(QrReader.read(Pictures.png(60_000, 60_000, 0))).isEqualTo(Nothing.TOO_LARGE);
            assertThat(QrReader.read(Pictures.png(10_001, 1, 0))).isEqualTo(Nothing.TOO_LARGE);
            assertThat(QrReader.read(Pictures.png(4_001, 4_000, 0))).isEqualTo(Nothing.TOO_LARGE);
            assertThat(QrReader.read(Pictures.png(4_000, 4_000, 0))).isEqualTo(Nothing.NO_CODE);
        });
    }

    @Test
    void shouldKeepCompressedTextFromTheDecoder() throws Exception {
        // given
        byte[] bomb = Pictures.png(10, 10, 50_000_000);
        assertThat(bomb).hasSizeLessThan(QrReader.MOST_BYTES);

        // when, then
        assertThat(PictureType.PNG.harmless(bomb)).isEqualTo(Pictures.png(10, 10, 0));
        assertThat(QrReader.read(bomb)).isEqualTo(Nothing.NO_CODE);
    }

    @Test
    void shouldNotTryEveryTripleOfAThousandFinderPatterns() {
        // given
        BufferedImage wall = Pictures.ground(2_000, 2_000, Color.WHITE);
        for (int i = 0; i < 60_000; i++) {
            finderPattern(wall, i % 245 * 8, i / 245 * 8);
        }
        byte[] picture = Pictures.in("png", wall);
        assertThat(picture).hasSizeLessThan(QrReader.MOST_BYTES);

        // when, then
        Assertions.assertTimeoutPreemptively(
                BOUND, () -> assertThat(QrReader.read(picture)).isEqualTo(Nothing.NO_CODE));
    }

    @Test
    void shouldGiveUpAJpegPictureOfAThousandScans() {
        // given
        byte[] picture = Pictures.in("jpeg", Pictures.ground(4_000, 4_000, Color.WHITE));
        int scan = new String(picture, ISO_8859_1).indexOf("\u00ff\u00da");
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(picture, 0, scan);
        for (int i = 0; i < 1_000; i++) {
            many.write(picture, scan, 200);
        }

        // when, then
        Assertions.assertTimeoutPreemptively(
                BOUND, () -> assertThat(QrReader.read(many.toByteArray())).isEqualTo(Nothing.NO_CODE));
    }

    @Test
    void shouldGiveUpAJpegPictureWhoseColourProfileIsInAThousandPieces() {
        // given
        byte[] picture = Pictures.in("jpeg", Pictures.ground(8, 8, Color.WHITE));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.write(picture, 0, 2);
        for (int i = 0; i < 260_000; i++) {
            many.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE2, 0, 2});
        }
        many.write(picture, 2, picture.length - 2);
        assertThat(many.size()).isLessThan(QrReader.MOST_BYTES);

        // when, then
        Assertions.assertTimeoutPreemptively(
                BOUND, () -> assertThat(QrReader.read(many.toByteArray())).isEqualTo(Nothing.NO_CODE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0xFE, 0xFF})
    void shouldNotJoinOtherExtensionsOfAGifPicture(int label) {
        // given
        byte[] said = "\u0001".repeat(520_000).getBytes(US_ASCII);
        byte[] picture = Pictures.gif(8, Pictures.extension(label, said, 1), new byte[] {0x44, 1});
        assertThat(picture).hasSizeLessThan(QrReader.MOST_BYTES);

        // when, then
        Assertions.assertTimeoutPreemptively(
                BOUND, () -> assertThat(QrReader.read(picture)).isEqualTo(Nothing.NO_CODE));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 4_000})
    void shouldStopWhenAGifPictureHasAllOfItsPixels(int side) {
        // given
        byte[] picture = Pictures.gif(side, new byte[0], Pictures.longestCodes(1_000_000));

        // when, then
        Assertions.assertTimeoutPreemptively(
                BOUND, () -> assertThat(QrReader.read(picture)).isEqualTo(Nothing.NO_CODE));
    }

    @Property(tries = 200)
    void shouldAnswerForAnyDamagedPicture(@ForAll Random random, @ForAll @IntRange(max = 2) int format)
            throws Exception {
        // given
        byte[] picture = Pictures.in(new String[] {"png", "gif", "jpeg"}[format], code("x"));

        // when
        for (int changes = random.nextInt(20); changes >= 0; changes--) {
            picture[8 + random.nextInt(picture.length - 8)] = (byte) random.nextInt();
        }
        byte[] cut = Arrays.copyOf(picture, random.nextInt(picture.length));

        // then
        assertThat(QrReader.read(picture)).isNotNull();
        assertThat(QrReader.read(cut)).isNotNull();
    }

    @Test
    void shouldNotPrintTheTextThatItRead() throws Exception {
        assertThat(QrReader.read(Pictures.in("png", code("secret")))).hasToString("Found[1]");
    }

    private static List<String> found(byte[] picture) {
        Reading reading = QrReader.read(picture);
        assertThat(reading).isInstanceOf(Found.class);
        return ((Found) reading).texts();
    }

    private static BufferedImage code(String text) throws Exception {
        return Pictures.of(Drawing.square(250).png(QrSymbol.encode(text.getBytes(UTF_8), ErrorCorrection.M)));
    }

    private static void paint(BufferedImage wall, BufferedImage code, AffineTransform place) {
        Graphics2D graphics = wall.createGraphics();
        graphics.drawImage(code, place, null);
        graphics.dispose();
    }

    private static void finderPattern(BufferedImage wall, int left, int top) {
        for (int i = 0; i < 49; i++) {
            int distance = Math.max(Math.abs(i % 7 - 3), Math.abs(i / 7 - 3));
            wall.setRGB(left + i % 7, top + i / 7, distance == 2 ? 0xFFFFFF : 0);
        }
    }

    private static char[] surrogates() {
        char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < surrogates.length; i++) {
            surrogates[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return surrogates;
    }
}

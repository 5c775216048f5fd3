package org.healthpassport.qrcode.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class DrawingTest {
    private static final Rgb TEAL = new Rgb(0, 128, 128);
    private static final Rgb CREAM = new Rgb(255, 253, 208);

    private final QrSymbol symbol;

    DrawingTest() throws TooMuchData {
        symbol = QrSymbol.encode("of 21 modules".getBytes(UTF_8), ErrorCorrection.M);
    }

    @Property(tries = 60)
    void shouldDrawPngWithTheSamePixels(
            @ForAll @IntRange(min = 40, max = 400) int width,
            @ForAll @IntRange(min = 40, max = 400) int height,
            @ForAll @IntRange(max = 4) int margin,
            @ForAll @IntRange(max = 5) int quietZone)
            throws Exception {
        // given
        Drawing drawing = new Drawing(width, height, TEAL, CREAM, margin, quietZone);
        int scale = (Math.min(width, height) - 2 * margin) / (21 + 2 * quietZone);
        int left = (width - 21 * scale) / 2;
        int top = (height - 21 * scale) / 2;

        // when
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(drawing.png(symbol)));

        // then
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = Math.floorDiv(x - left, scale);
                int row = Math.floorDiv(y - top, scale);
                boolean dark = column >= 0 && column < 21 && row >= 0 && row < 21 && symbol.isDark(column, row);
                assertThat(picture.getRGB(x, y)).isEqualTo(dark ? 0xFF008080 : 0xFFFFFDD0);
            }
        }
    }

    @Test
    void shouldSpendOneBitOnAPixel() throws Exception {
        // when
        byte[] png = Drawing.square(300).png(symbol);

        // then
        ByteBuffer header = ByteBuffer.wrap(png).position(16);
        assertThat(header.getInt()).isEqualTo(300);
        assertThat(header.getInt()).isEqualTo(300);
        assertThat(header.get()).as("bit depth").isEqualTo((byte) 1);
        assertThat(header.get()).as("colour type").isEqualTo((byte) 3);
        IndexColorModel model =
                (IndexColorModel) ImageIO.read(new ByteArrayInputStream(png)).getColorModel();
        assertThat(model.getPixelSize()).isEqualTo(1);
        assertThat(model.getMapSize()).isEqualTo(2);
        assertThat(png).hasSizeLessThan(700);
    }

    @Test
    void shouldLeaveTheQuietZoneOfTheStandardFree() throws Exception {
        // when
        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(Drawing.square(29 * 5).png(symbol)));

        // then
        assertThat(picture.getRGB(19, 19)).isEqualTo(0xFFFFFFFF);
        assertThat(picture.getRGB(20, 20)).isEqualTo(0xFF000000);
        assertThat(picture.getRGB(29 * 5 - 21, 20)).isEqualTo(0xFF000000);
        assertThat(picture.getRGB(29 * 5 - 20, 20)).isEqualTo(0xFFFFFFFF);
    }

    @ParameterizedTest
    @CsvSource({"28, 500, 0, 4, 29", "500, 28, 0, 4, 29", "20, 20, 0, 0, 21", "30, 30, 5, 0, 31", "1, 1, 0, 0, 21"})
    void shouldNameTheSmallestPossibleSize(int width, int height, int margin, int quietZone, int smallest)
            throws Exception {
        // given
        Drawing tooSmall = new Drawing(width, height, Rgb.BLACK, Rgb.WHITE, margin, quietZone);
        Drawing justRight = new Drawing(smallest, smallest, Rgb.BLACK, Rgb.WHITE, margin, quietZone);

        // when, then
        assertThatThrownBy(() -> tooSmall.png(symbol))
                .isInstanceOfSatisfying(
                        PictureTooSmall.class,
                        refusal -> assertThat(refusal.smallest()).isEqualTo(smallest));
        assertThat(justRight.png(symbol)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Drawing.LARGEST + 1, Integer.MAX_VALUE})
    void shouldRefuseInvalidSizes(int pixels) {
        assertThatThrownBy(() -> Drawing.square(pixels)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseToDrawTooManyPixels() {
        assertThatThrownBy(() -> Drawing.square(Drawing.LARGEST_PNG + 1).png(symbol))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"300, 300", "10, 10", "1000000, 1000000", "400, 300", "123, 777", "1000000, 10"})
    void shouldDrawSvgWithTheSameModulesAtAnySize(int width, int height) throws Exception {
        // given
        Drawing drawing = new Drawing(width, height, TEAL, CREAM, 0, 2);

        // when
        Element svg = parse(drawing.svg(symbol));

        // then
        assertThat(svg.getTagName()).isEqualTo("svg");
        assertThat(svg.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(svg.getAttribute("width")).isEqualTo(String.valueOf(width));
        assertThat(svg.getAttribute("height")).isEqualTo(String.valueOf(height));
        assertThat(svg.getAttribute("shape-rendering")).isEqualTo("crispEdges");
        assertThat(svg.getChildNodes().getLength()).isEqualTo(2);
        Element path = (Element) svg.getElementsByTagName("path").item(0);
        assertThat(path.getAttribute("fill")).isEqualTo("#008080");
        assertThat(modules(path.getAttribute("d"))).isEqualTo(modulesOfSymbol());
    }

    @ParameterizedTest
    @CsvSource({"300, 300, -2 -2 25 25", "600, 300, -14.5 -2 50 25", "300, 600, -2 -14.5 25 50", "30, 90, -2 -27 25 75"
    })
    void shouldFillThePictureWithBackground(int width, int height, String viewBox) throws Exception {
        // when
        Element svg = parse(new Drawing(width, height, TEAL, CREAM, 0, 2).svg(symbol));

        // then
        Element ground = (Element) svg.getElementsByTagName("rect").item(0);
        assertThat(svg.getAttribute("viewBox")).isEqualTo(viewBox);
        assertThat(String.join(
                        " ",
                        ground.getAttribute("x"),
                        ground.getAttribute("y"),
                        ground.getAttribute("width"),
                        ground.getAttribute("height")))
                .isEqualTo(viewBox);
        assertThat(ground.getAttribute("fill")).isEqualTo("#fffdd0");
    }

    @Test
    void shouldWriteTheSameNumbersInEveryLanguage() {
        // given
        Locale before = Locale.getDefault();
        String english = new Drawing(400, 300, TEAL, CREAM, 0, 2).svg(symbol);
        try {
            // when
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

            // then
            assertThat(new Drawing(400, 300, TEAL, CREAM, 0, 2).svg(symbol)).isEqualTo(english);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "0, 256, 0", "0, 0, 2147483647"})
    void shouldRefuseInvalidColours(int red, int green, int blue) {
        assertThatThrownBy(() -> new Rgb(red, green, blue)).isInstanceOf(IllegalArgumentException.class);
    }

    private BitSet modulesOfSymbol() {
        BitSet dark = new BitSet();
        for (int index = 0; index < 21 * 21; index++) {
            dark.set(index, symbol.isDark(index % 21, index / 21));
        }
        return dark;
    }

    private static BitSet modules(String path) {
        Matcher run = Pattern.compile("\\GM(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(path);
        BitSet dark = new BitSet();
        int end = 0;
        while (run.find()) {
            int begin = Integer.parseInt(run.group(2)) * 21 + Integer.parseInt(run.group(1));
            dark.set(begin, begin + Integer.parseInt(run.group(3)));
            end = run.end();
        }
        assertThat(end).isEqualTo(path.length());
        return dark;
    }

    private static Element parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new java.io.StringReader(svg)))
                .getDocumentElement();
    }
}

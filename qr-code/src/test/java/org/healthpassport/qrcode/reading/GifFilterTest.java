package org.healthpassport.qrcode.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GifFilterTest {
    private static final int BEFORE_COLOURS = 13;
    private static final int COLOUR_BYTES = 6;
    private static final int DESCRIPTOR_BYTES = 10;
    private static final byte[] EMPTY = {};

    @Property(tries = 200)
    void shouldKeepEveryPixel(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 256) int colours,
            @ForAll boolean interlaced,
            @ForAll boolean transparent)
            throws IOException {
        // given
        BufferedImage image = new BufferedImage(
                width, height, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int colour = random.nextInt(colours);
            image.setRGB(i % width, i / width, colour == 0 ? 0 : 0xFF000000 | colour * 0x0F0F01);
        }
        byte[] gif = written(interlaced, image);

        // when
        byte[] kept = GifFilter.firstImage(gif);

        // then
        assertThat(pixels(kept)).isEqualTo(pixels(gif));
        assertThat(GifFilter.firstImage(kept)).isEqualTo(kept);
    }

    /** Without an end code, the decoder drops the pixels that it drew last. */
    @Test
    void shouldKeepTheLastRowOfASmallImage() throws IOException {
        // given
        BufferedImage image = new BufferedImage(1, 3, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 1, 0xFFFFFF);
        byte[] gif = written(true, image);

        // then
        assertThat(pixels(GifFilter.firstImage(gif))).isEqualTo(pixels(gif));
    }

    @Test
    void shouldKeepTheFirstImageOfSeveral() throws IOException {
        // given
        BufferedImage first = Pictures.ground(30, 20, Color.RED);

        // when
        byte[] kept = GifFilter.firstImage(written(false, first, Pictures.ground(30, 20, Color.BLUE)));

        // then
        assertThat(pixels(kept)).isEqualTo(pixels(written(false, first)));
        assertThat(kept).hasSameSizeAs(GifFilter.firstImage(written(false, first)));
    }

    @Test
    void shouldDropOtherExtensions() throws IOException {
        // given
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        extensions.writeBytes(Pictures.extension(0xFE, "a comment".getBytes(US_ASCII), 4));
        extensions.writeBytes(Pictures.extension(0xFF, "NETSCAPE2.0\u0001\0\0".getBytes(US_ASCII), 11));
        extensions.writeBytes(Pictures.extension(0x01, new byte[30], 12));
        extensions.writeBytes(Pictures.extension(0x77, EMPTY, 1));
        byte[] control = Pictures.extension(0xF9, new byte[] {1, 0, 0, 1}, 4);
        extensions.writeBytes(control);
        byte[] pixels = {0x44, 1};

        // when, then
        assertThat(GifFilter.firstImage(Pictures.gif(3, extensions.toByteArray(), pixels)))
                .isEqualTo(Pictures.gif(3, control, pixels));
    }

    @Test
    void shouldKeepTheColoursOfTheImageItself() throws IOException {
        // given
        byte[] global = Pictures.gif(3, EMPTY, Pictures.longestCodes(2));
        int descriptor = BEFORE_COLOURS + COLOUR_BYTES;
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        own.write(global, 0, BEFORE_COLOURS);
        own.write(global, descriptor, DESCRIPTOR_BYTES);
        own.writeBytes(new byte[] {-1, 0, 0, 0, 0, -1});
        own.write(global, descriptor + DESCRIPTOR_BYTES, global.length - descriptor - DESCRIPTOR_BYTES);
        byte[] picture = own.toByteArray();
        picture[10] = 0;
        picture[BEFORE_COLOURS + DESCRIPTOR_BYTES - 1] = (byte) 0x80;

        // when, then
        assertThat(GifFilter.firstImage(picture)).isEqualTo(picture);
        assertThat(pixels(picture)).containsOnly(0xFFFF0000);
    }

    @Test
    void shouldMergeSmallBlocksIntoLargeOnes() throws IOException {
        // given
        byte[] data = Pictures.longestCodes(600);
        byte[] picture = Pictures.gif(900, EMPTY, data);
        byte[] blocks = Pictures.subBlocks(data, 255);
        byte[] begin = Arrays.copyOf(picture, picture.length - blocks.length - 1);
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        small.writeBytes(begin);
        small.writeBytes(Pictures.subBlocks(data, 1));

        // when, then
        assertThat(GifFilter.firstImage(small.toByteArray())).isEqualTo(picture);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 500})
    void shouldKeepNoMorePixelsThanTheImageHas(int side) throws IOException {
        // given
        int codes = (int) Math.ceil(Math.sqrt(2.0 * side * side + 0.25) - 0.5);
        int most = GifFilter.firstImage(Pictures.gif(side, EMPTY, EMPTY)).length + codes * 12 / 8 + 10;

        // when, then
        assertThat(GifFilter.firstImage(Pictures.gif(side, EMPTY, Pictures.longestCodes(100_000))))
                .hasSizeLessThan(most);
    }

    @Test
    void shouldRefuseCutPictures() throws IOException {
        // given
        byte[] whole = Pictures.gif(3, Pictures.extension(0xFE, new byte[9], 4), new byte[] {0x44, 1});

        // when, then
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> GifFilter.firstImage(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Expected a complete block of a GIF picture, but it is cut short.");
        }
        assertThat(GifFilter.firstImage(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(GifFilter.firstImage(whole));
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 0x20, 0x3B, -1})
    void shouldRefuseUnknownBlocks(byte block) {
        byte[] picture = Pictures.gif(3, new byte[] {block}, new byte[] {0x44, 1});
        assertThatThrownBy(() -> GifFilter.firstImage(picture))
                .isInstanceOf(IOException.class)
                .hasMessage("Expected an image in a GIF picture, but there is another block.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void shouldRefuseGraphicControlOfAnotherSize(int bytes) {
        byte[] picture = Pictures.gif(3, Pictures.extension(0xF9, new byte[bytes], 255), new byte[] {0x44, 1});
        assertThatThrownBy(() -> GifFilter.firstImage(picture))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("graphic control");
    }

    private static byte[] written(boolean interlaced, BufferedImage... images) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.prepareWriteSequence(null);
            for (BufferedImage image : images) {
                writer.writeToSequence(
                        new IIOImage(
                                image,
                                null,
                                writer.getDefaultImageMetadata(
                                        ImageTypeSpecifier.createFromRenderedImage(image), parameters)),
                        parameters);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static int[] pixels(byte[] picture) {
        BufferedImage image = Pictures.of(picture);
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}

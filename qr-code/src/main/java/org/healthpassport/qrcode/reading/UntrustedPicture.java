package org.healthpassport.qrcode.reading;

import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A picture from a stranger. Its size is checked before it is decoded, and only the needed pixels are decoded. */
final class UntrustedPicture {
    static final int MOST_PIXELS = 16_000_000;
    static final int LONGEST_SIDE = 10_000;
    /** Of larger pictures only some pixels are decoded; a camera picture has far more pixels than reading needs. */
    private static final int DECODED_PIXELS = 4_000_000;

    private final PictureType type;
    private final byte[] bytes;

    UntrustedPicture(PictureType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /**
     * The brightness of all pixels, with white behind transparent ones; empty if there are too many pixels.
     *
     * @throws IOException if the picture is damaged, or of an unsupported kind
     */
    Optional<LuminanceSource> decode() throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(type.harmless(bytes)))) {
            ImageReader reader = reader();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS || Math.max(reader.getWidth(0), reader.getHeight(0)) > LONGEST_SIDE) {
                    return Optional.empty();
                }
                ImageReadParam parameters = reader.getDefaultReadParam();
                int step = (int) Math.ceil(Math.sqrt((double) pixels / DECODED_PIXELS));
                parameters.setSourceSubsampling(step, step, 0, 0);
                return Optional.of(luminance(reader.read(0, parameters)));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException e) {
            throw new IOException("Expected the decoder to read the picture, but it failed.", e);
        }
    }

    private ImageReader reader() throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(type.formatName());
        if (!readers.hasNext()) {
            throw new IOException("Expected this Java runtime to read %s, but it cannot.".formatted(type));
        }
        return readers.next();
    }

    private static LuminanceSource luminance(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] luminance = new byte[width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                luminance[y * width + x] = (byte) brightness(row[x]);
            }
        }
        return new PlanarYUVLuminanceSource(luminance, width, height, 0, 0, width, height, false);
    }

    /** The brightness of a pixel; green counts twice, as for the human eye. */
    private static int brightness(int argb) {
        int opaque = ((argb >> 16 & 0xFF) + 2 * (argb >> 8 & 0xFF) + (argb & 0xFF)) / 4;
        int alpha = argb >>> 24;
        return (opaque * alpha + 255 * (255 - alpha)) / 255;
    }
}

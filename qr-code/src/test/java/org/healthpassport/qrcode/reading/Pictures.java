package org.healthpassport.qrcode.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Pictures such as strangers may send. */
final class Pictures {
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private static final int MOST_BYTES = 4 << 20;

    private Pictures() {}

    static BufferedImage of(byte[] picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] in(String format, BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException(format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static BufferedImage ground(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    /**
     * A PNG picture of one bit for each pixel, white as far as its data goes, with a text chunk of this many bytes.
     */
    static byte[] png(int width, int height, int textBytes) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PNG_SIGNATURE);
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 1)
                        .put((byte) 3)
                        .array());
        chunk(png, "PLTE", new byte[] {-1, -1, -1, 0, 0, 0});
        if (textBytes > 0) {
            byte[] text = deflated(textBytes);
            chunk(
                    png,
                    "zTXt",
                    ByteBuffer.allocate(text.length + 3)
                            .put((byte) 'x')
                            .position(3)
                            .put(text)
                            .array());
        }
        chunk(png, "IDAT", deflated(Math.min(MOST_BYTES, height * ((width + 7L) / 8 + 1))));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** A black and white GIF picture with this many pixels on each side. */
    static byte[] gif(int side, byte[] extensions, byte[] compressed) {
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        ByteBuffer size = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) side)
                .putShort((short) side);
        gif.writeBytes("GIF89a".getBytes(US_ASCII));
        gif.writeBytes(size.array());
        gif.writeBytes(new byte[] {(byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
        gif.writeBytes(extensions);
        gif.write(0x2C);
        gif.writeBytes(new byte[4]);
        gif.writeBytes(size.array());
        gif.write(0);
        gif.write(2);
        gif.writeBytes(subBlocks(compressed, 255));
        gif.write(0x3B);
        return gif.toByteArray();
    }

    /** An extension of a GIF picture. */
    static byte[] extension(int label, byte[] data, int bytesOfEach) {
        ByteArrayOutputStream extension = new ByteArrayOutputStream();
        extension.write(0x21);
        extension.write(label);
        extension.writeBytes(subBlocks(data, bytesOfEach));
        return extension.toByteArray();
    }

    /** The data of a GIF picture in sub-blocks, with the empty block at the end. */
    static byte[] subBlocks(byte[] data, int bytesOfEach) {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (int begin = 0; begin < data.length; begin += bytesOfEach) {
            int length = Math.min(bytesOfEach, data.length - begin);
            blocks.write(length);
            blocks.write(data, begin, length);
        }
        blocks.write(0);
        return blocks.toByteArray();
    }

    /** GIF data with the most black pixels: each code stands for one pixel more than the code before it. */
    static byte[] longestCodes(int bytes) {
        BitSet bits = new BitSet(bytes * 8);
        int at = 0;
        int code = 0;
        int codeBits = 3;
        while (at + codeBits <= bytes * 8) {
            for (int i = 0; i < codeBits; i++, at++) {
                bits.set(at, (code >> i & 1) == 1);
            }
            code = code == 0 ? 6 : Math.min(code + 1, 4_095);
            codeBits = Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(code));
        }
        return Arrays.copyOf(bits.toByteArray(), bytes);
    }

    private static byte[] deflated(long zeros) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
            byte[] block = new byte[1 << 16];
            for (long rest = zeros; rest > 0; rest -= block.length) {
                deflated.write(block, 0, (int) Math.min(rest, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(type.getBytes(US_ASCII));
        sum.update(data);
        png.writeBytes(ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(US_ASCII))
                .put(data)
                .putInt((int) sum.getValue())
                .array());
    }
}

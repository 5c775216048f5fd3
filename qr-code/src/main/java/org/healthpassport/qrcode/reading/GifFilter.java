package org.healthpassport.qrcode.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Keeps only the parts of a GIF picture that are needed to draw its first image (GIF89a, 17 to 23 and 27). For other
 * extensions the decoding time grows with the square of their sub-blocks, and a decoder reads on after an image has all
 * of its pixels.
 */
final class GifFilter {
    private static final int HEADER_BYTES = 6;
    private static final int SCREEN_BYTES = 7;
    private static final int IMAGE_DESCRIPTOR_BYTES = 9;

    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int GRAPHIC_CONTROL_BYTES = 4;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;

    /** The bytes of the end code of up to 12 bits; without it the decoder drops the pixels that it drew last. */
    private static final int END_BYTES = 2;

    private static final int LARGEST_SUB_BLOCK = 255;

    private final ByteBuffer rest;
    private final ByteArrayOutputStream kept;

    private GifFilter(byte[] picture) {
        rest = ByteBuffer.wrap(picture);
        kept = new ByteArrayOutputStream(picture.length);
    }

    /** @throws IOException if there is no complete image */
    static byte[] firstImage(byte[] picture) throws IOException {
        try {
            return new GifFilter(picture).firstImage();
        } catch (BufferUnderflowException cutShort) {
            throw new IOException("Expected a complete block of a GIF picture, but it is cut short.", cutShort);
        }
    }

    private byte[] firstImage() throws IOException {
        keep(HEADER_BYTES);
        byte[] screen = keep(SCREEN_BYTES);
        keepColours(screen[4]);
        int block = next();
        while (block == EXTENSION) {
            extension();
            block = next();
        }
        if (block != IMAGE) {
            throw new IOException("Expected an image in a GIF picture, but there is another block.");
        }
        image();
        kept.write(TRAILER);
        return kept.toByteArray();
    }

    private void extension() throws IOException {
        int label = next();
        byte[] data = subBlocks();
        if (label != GRAPHIC_CONTROL) {
            return;
        }
        if (data.length != GRAPHIC_CONTROL_BYTES) {
            throw new IOException("Expected four bytes of graphic control of a GIF picture, but there are %d."
                    .formatted(data.length));
        }
        kept.write(EXTENSION);
        kept.write(GRAPHIC_CONTROL);
        keepSubBlocks(data, data.length);
    }

    private void image() throws IOException {
        kept.write(IMAGE);
        ByteBuffer descriptor = ByteBuffer.wrap(keep(IMAGE_DESCRIPTOR_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        long pixels = (long) descriptor.getChar(4) * descriptor.getChar(6);
        keepColours(descriptor.get(8));
        int codeBits = next();
        kept.write(codeBits);
        byte[] data = subBlocks();
        int drawn = new GifPixels(data, codeBits).bytesOf(pixels);
        keepSubBlocks(data, Math.min(data.length, drawn + END_BYTES));
    }

    /** Keeps the colour table that the flags announce, if any: three bytes for each colour. */
    private void keepColours(byte flags) {
        if (flags < 0) {
            keep(3 << (flags & 7) + 1);
        }
    }

    private byte[] keep(int bytes) {
        byte[] read = read(bytes);
        kept.writeBytes(read);
        return read;
    }

    private byte[] subBlocks() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int length = next(); length > 0; length = next()) {
            data.writeBytes(read(length));
        }
        return data.toByteArray();
    }

    /** Writes sub-blocks of the largest size, because the decoder expects at least four bytes in the first one. */
    private void keepSubBlocks(byte[] data, int bytes) {
        for (int begin = 0; begin < bytes; begin += LARGEST_SUB_BLOCK) {
            int length = Math.min(LARGEST_SUB_BLOCK, bytes - begin);
            kept.write(length);
            kept.write(data, begin, length);
        }
        kept.write(0);
    }

    private byte[] read(int bytes) {
        if (bytes > rest.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] read = new byte[bytes];
        rest.get(read);
        return read;
    }

    private int next() {
        return Byte.toUnsignedInt(rest.get());
    }
}

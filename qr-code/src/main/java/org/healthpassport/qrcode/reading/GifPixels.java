package org.healthpassport.qrcode.reading;

import java.io.IOException;
import java.util.Arrays;

/**
 * Counts the compressed pixels of a GIF image without decoding them (GIF89a, appendix F). A code of 12 bits stands for up
 * to 4,000 pixels.
 */
final class GifPixels {
    private static final int MOST_CODES = 1 << 12;
    private static final int END = -1;

    private final byte[] data;
    private final int pixelBits;
    private final int clear;
    private final int[] lengths = new int[MOST_CODES];
    private int codes;
    private int codeBits;
    private int bit;

    /** @param pixelBits the minimum code size in the image */
    GifPixels(byte[] data, int pixelBits) throws IOException {
        if (pixelBits < 1 || pixelBits > 8) {
            throw new IOException("Expected codes of a GIF picture of 1 to 8 bits, but of %d.".formatted(pixelBits));
        }
        this.data = data;
        this.pixelBits = pixelBits;
        this.clear = 1 << pixelBits;
        Arrays.fill(lengths, 0, clear + 2, 1);
        clear();
    }

    /** The number of bytes, from the beginning, that hold this many pixels; all used bytes if there are fewer pixels. */
    int bytesOf(long pixels) {
        long found = 0;
        int previous = 0;
        while (found < pixels) {
            int code = next();
            if (code == clear) {
                clear();
                previous = 0;
                // Like the decoder, take the next code as a pixel even if it is another clear code.
                code = next();
            } else if (code != END && previous > 0) {
                define(previous + 1);
            }
            if (code == END) {
                break;
            }
            previous = code < codes ? lengths[code] : 1;
            found += previous;
        }
        return (bit + 7) / 8;
    }

    private void clear() {
        codes = clear + 2;
        codeBits = pixelBits + 1;
    }

    private void define(int length) {
        if (codes < MOST_CODES) {
            lengths[codes++] = length;
            if (codes == 1 << codeBits && codes < MOST_CODES) {
                codeBits++;
            }
        }
    }

    /** The next code; {@link #END} at the end of the data or at an end code. */
    private int next() {
        if (bit + codeBits > data.length * 8) {
            return END;
        }
        int code = 0;
        for (int i = 0; i < codeBits; i++, bit++) {
            code |= (data[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return code == clear + 1 ? END : code;
    }
}

package org.healthpassport.qrcode;

import java.io.IOException;
import java.util.Arrays;

/**
 * The compressed pixels of an image of a GIF picture (GIF89a, appendix F). A code of 12 bits stands for up to 4,000
 * pixels; here they are counted and not written out.
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

    /** @param pixelBits what the image gives as the minimum code size */
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

    /** How many bytes it takes from the beginning to have so many pixels; all that are in use if there are fewer. */
    int bytesOf(long pixels) {
        long found = 0;
        int previous = 0;
        while (found < pixels) {
            int code = next();
            if (code == clear) {
                clear();
                previous = 0;
                // As for the decoder, this one is drawn even where it is the same again.
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

    /** {@link #END} where the data ends, or says that it does. */
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

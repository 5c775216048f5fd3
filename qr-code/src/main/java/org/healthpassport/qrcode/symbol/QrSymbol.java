package org.healthpassport.qrcode.symbol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.util.Arrays;
import java.util.Objects;

/**
 * A QR code as a square of dark and light modules, without a size in pixels and without its quiet zone (ISO/IEC 18004,
 * model 2).
 */
public final class QrSymbol {
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 2;
    static final int LARGEST_VERSION = 40;
    /** The largest symbol holds this many digits; digits take the least space of all characters. */
    private static final int MOST_CHARACTERS = 7_089;

    private final int size;
    /** Row by row without gaps, the first module in the highest bit; 1 is dark. */
    private final byte[] bits;

    private QrSymbol(int size, byte[] bits) {
        this.size = size;
        this.bits = bits;
    }

    /**
     * The smallest symbol for the bytes, in one segment: numeric or alphanumeric if the bytes allow it, else binary,
     * with the mask of the lowest penalty. The symbol names no character set, because many readers fail on that.
     *
     * @throws IllegalArgumentException if there are no bytes
     */
    public static QrSymbol encode(byte[] data, ErrorCorrection level) throws TooMuchData {
        if (data.length == 0) {
            throw new IllegalArgumentException("Expected data, but there is none.");
        }
        if (data.length > MOST_CHARACTERS) {
            throw new TooMuchData(data.length, level, null);
        }
        try {
            // One character per byte and no character set hint: the encoder then keeps the bytes unchanged.
            QRCode first = Encoder.encode(new String(data, ISO_8859_1), level.level(), Masks.FIRST);
            return of(Masks.of(first.getVersion().getVersionNumber()).best(Modules.of(first.getMatrix())));
        } catch (WriterException e) {
            throw new TooMuchData(data.length, level, e);
        }
    }

    /**
     * Reads the format of {@link #packed()}.
     *
     * @throws DamagedSymbol if the bytes are in any other format
     */
    public static QrSymbol parse(byte[] packed) {
        if (packed.length < HEADER_BYTES || packed[0] != FORMAT) {
            throw new DamagedSymbol("Expected a packed symbol, but the bytes do not begin like one.");
        }
        int version = packed[1];
        if (version < 1 || version > LARGEST_VERSION) {
            throw new DamagedSymbol("Expected a version from 1 to 40, but it is " + version + ".");
        }
        int size = size(version);
        if (packed.length != HEADER_BYTES + bytes(size)) {
            throw new DamagedSymbol(
                    "Expected %d bytes, but there are %d.".formatted(HEADER_BYTES + bytes(size), packed.length));
        }
        int unused = bytes(size) * Byte.SIZE - size * size;
        if ((packed[packed.length - 1] & ((1 << unused) - 1)) != 0) {
            throw new DamagedSymbol("Expected zeros after the last module, but there are others.");
        }
        return new QrSymbol(size, Arrays.copyOfRange(packed, HEADER_BYTES, packed.length));
    }

    /**
     * One byte 1 for this format, one byte for the version (1 to 40), then the modules, eight in a byte: at most 3919
     * bytes.
     */
    public byte[] packed() {
        byte[] packed = new byte[HEADER_BYTES + bits.length];
        packed[0] = FORMAT;
        packed[1] = (byte) version();
        System.arraycopy(bits, 0, packed, HEADER_BYTES, bits.length);
        return packed;
    }

    /** The modules on each side, from 21 to 177. */
    public int size() {
        return size;
    }

    /** The version of the symbol, from 1 to 40. */
    public int version() {
        return (size - 17) / 4;
    }

    /**
     * True if the module is dark.
     *
     * @throws IndexOutOfBoundsException outside of the symbol
     */
    public boolean isDark(int column, int row) {
        int index = Objects.checkIndex(row, size) * size + Objects.checkIndex(column, size);
        return (bits[index / Byte.SIZE] & (0x80 >> index % Byte.SIZE)) != 0;
    }

    private static QrSymbol of(Modules modules) {
        int size = modules.size();
        byte[] bits = new byte[bytes(size)];
        int index = 0;
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                if (modules.isDark(column, row)) {
                    bits[index / Byte.SIZE] |= (byte) (0x80 >> index % Byte.SIZE);
                }
                index++;
            }
        }
        return new QrSymbol(size, bits);
    }

    private static int size(int version) {
        return 17 + 4 * version;
    }

    private static int bytes(int size) {
        return (size * size + Byte.SIZE - 1) / Byte.SIZE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QrSymbol that && size == that.size && Arrays.equals(bits, that.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    /** Leaves out the modules, because they reveal the text. */
    @Override
    public String toString() {
        return "QrSymbol[version=" + version() + "]";
    }
}

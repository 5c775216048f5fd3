package org.healthpassport.qrcode.symbol;

import com.google.zxing.qrcode.encoder.ByteMatrix;

/**
 * The modules of a symbol as bits, once by rows and once by columns, so that one piece of code judges both directions
 * and looks at 64 modules at a time. The first module of a line is the lowest bit of the line's first word. Dark is 1;
 * the unused bits at the end of a line are 0, light like the quiet zone.
 */
final class Modules {
    private final int size;
    private final int words;
    private final long[] rows;
    private final long[] columns;

    private Modules(int size, long[] rows, long[] columns) {
        this.size = size;
        this.words = words(size);
        this.rows = rows;
        this.columns = columns;
    }

    static Modules of(ByteMatrix matrix) {
        int size = matrix.getWidth();
        int words = words(size);
        long[] rows = new long[size * words];
        long[] columns = new long[size * words];
        for (int y = 0; y < size; y++) {
            byte[] row = matrix.getArray()[y];
            for (int x = 0; x < size; x++) {
                long dark = row[x];
                rows[y * words + x / Long.SIZE] |= dark << x;
                columns[x * words + y / Long.SIZE] |= dark << y;
            }
        }
        return new Modules(size, rows, columns);
    }

    /** The modules that differ between two symbols of one size; with such differences, the other symbol. */
    Modules xor(Modules other) {
        return new Modules(size, xor(rows, other.rows), xor(columns, other.columns));
    }

    /** The modules on each side. */
    int size() {
        return size;
    }

    /** The longs that a line takes. */
    int words() {
        return words;
    }

    /** The rows, {@link #words()} longs each; not a copy. */
    long[] rows() {
        return rows;
    }

    /** The columns, {@link #words()} longs each; not a copy. */
    long[] columns() {
        return columns;
    }

    boolean isDark(int column, int row) {
        return (rows[row * words + column / Long.SIZE] >>> column & 1) != 0;
    }

    private static long[] xor(long[] some, long[] others) {
        long[] result = new long[some.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = some[i] ^ others[i];
        }
        return result;
    }

    private static int words(int size) {
        return (size + Long.SIZE - 1) / Long.SIZE;
    }
}

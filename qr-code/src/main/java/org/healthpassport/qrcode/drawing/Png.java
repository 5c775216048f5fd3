package org.healthpassport.qrcode.drawing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.healthpassport.qrcode.symbol.QrSymbol;

/**
 * Writes a symbol as PNG (ISO/IEC 15948) with a palette of two colours and one bit for each pixel. Each row of a module
 * after the first is stored as "same as above", so time and memory depend on modules, not on pixels.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte BIT_DEPTH = 1;
    private static final byte PALETTE = 3;
    private static final byte FILTER_NONE = 0;
    private static final byte FILTER_UP = 2;
    /** A compressor takes 256 kB outside of the heap, and longer to set up than a small picture takes. */
    private static final ThreadLocal<Deflater> DEFLATERS =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED));

    private final Drawing drawing;
    private final QrSymbol symbol;
    private final int scale;
    private final int left;
    private final int top;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    Png(Drawing drawing, QrSymbol symbol) throws PictureTooSmall {
        this.drawing = drawing;
        this.symbol = symbol;
        int modules = drawing.modules(symbol);
        int space = Math.min(drawing.width(), drawing.height()) - 2 * drawing.margin();
        if (space < modules) {
            throw new PictureTooSmall(modules + 2 * drawing.margin());
        }
        scale = space / modules;
        left = (drawing.width() - scale * symbol.size()) / 2;
        top = (drawing.height() - scale * symbol.size()) / 2;
    }

    byte[] bytes() {
        out.writeBytes(SIGNATURE);
        chunk("IHDR", header());
        chunk("PLTE", palette());
        chunk("IDAT", pixels());
        chunk("IEND", new byte[0]);
        return out.toByteArray();
    }

    private byte[] header() {
        return ByteBuffer.allocate(13)
                .putInt(drawing.width())
                .putInt(drawing.height())
                .put(BIT_DEPTH)
                .put(PALETTE)
                .array();
    }

    private byte[] palette() {
        ByteBuffer colours = ByteBuffer.allocate(6);
        for (Rgb colour : new Rgb[] {drawing.background(), drawing.foreground()}) {
            colours.put((byte) colour.red()).put((byte) colour.green()).put((byte) colour.blue());
        }
        return colours.array();
    }

    private byte[] pixels() {
        Rows rows = new Rows(DEFLATERS.get(), (drawing.width() + Byte.SIZE - 1) / Byte.SIZE);
        rows.add(new byte[rows.rowBytes], top);
        for (int row = 0; row < symbol.size(); row++) {
            rows.add(modules(row, rows.rowBytes), scale);
        }
        rows.add(new byte[rows.rowBytes], drawing.height() - top - scale * symbol.size());
        return rows.end();
    }

    private byte[] modules(int row, int rowBytes) {
        byte[] pixels = new byte[rowBytes];
        for (int column = 0; column < symbol.size(); column++) {
            if (symbol.isDark(column, row)) {
                int begin = left + column * scale;
                for (int pixel = begin; pixel < begin + scale; pixel++) {
                    pixels[pixel / Byte.SIZE] |= (byte) (0x80 >> pixel % Byte.SIZE);
                }
            }
        }
        return pixels;
    }

    private void chunk(String type, byte[] data) {
        byte[] name = type.getBytes(US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        number(data.length);
        out.writeBytes(name);
        out.writeBytes(data);
        number((int) sum.getValue());
    }

    private void number(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** Rows of pixels on their way into the compressed stream, several at a time. */
    private static final class Rows {
        private static final int AT_ONCE = 16_384;

        private final Deflater deflater;
        private final int rowBytes;
        private final byte[] waiting;
        private final byte[] compressed = new byte[4096];
        private final ByteArrayOutputStream stream = new ByteArrayOutputStream(1024);
        private int filled;

        Rows(Deflater deflater, int rowBytes) {
            this.deflater = deflater;
            this.rowBytes = rowBytes;
            this.waiting = new byte[Math.max(AT_ONCE, 1 + rowBytes)];
            deflater.reset(); // Also if the picture before was left unfinished.
        }

        void add(byte[] pixels, int times) {
            if (times > 0) {
                System.arraycopy(pixels, 0, waiting, begin(FILTER_NONE), rowBytes);
            }
            for (int again = 1; again < times; again++) {
                int begin = begin(FILTER_UP);
                Arrays.fill(waiting, begin, begin + rowBytes, (byte) 0);
            }
        }

        byte[] end() {
            deflate();
            deflater.finish();
            while (!deflater.finished()) {
                stream.write(compressed, 0, deflater.deflate(compressed));
            }
            return stream.toByteArray();
        }

        /** The place for the pixels of the next row. */
        private int begin(byte filter) {
            if (filled + 1 + rowBytes > waiting.length) {
                deflate();
            }
            waiting[filled] = filter;
            int begin = filled + 1;
            filled = begin + rowBytes;
            return begin;
        }

        private void deflate() {
            deflater.setInput(waiting, 0, filled);
            while (!deflater.needsInput()) {
                stream.write(compressed, 0, deflater.deflate(compressed));
            }
            filled = 0;
        }
    }
}

package org.healthpassport.edge.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.PartEvent;

/**
 * Cuts a form into its parts while it arrives (RFC 7578; RFC 2046, 5.1.1):
 *
 * <pre>
 *   content before the first part, dropped
 *      |  CR LF -- boundary
 *      v                        CR LF CR LF
 *   head of a part -----------------------------> content of the part
 *      |       ^                                        |
 *      | --    +----------- CR LF -- boundary ----------+
 *      v
 *   complete
 * </pre>
 *
 * <p>Contents are passed on as they arrive. At most the head of a part, a field, or the beginning of a boundary is kept.
 * For one thread at a time.
 */
final class FormParser {
    /** Bytes of the head of a part. */
    static final int LONGEST_HEAD = 10 * 1024;

    /** Valid forms have at most four. */
    static final int MOST_PARTS = 16;

    private static final byte CR = '\r';
    private static final byte[] NONE = {};
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(UTF_8);

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EIGHT_ONES = 0x0101010101010101L;
    private static final long EIGHT_SIGNS = EIGHT_ONES << 7;
    private static final long EIGHT_CR = EIGHT_ONES * CR;

    private final byte[] delimiter;
    /** The bytes that the next ones belong to. The first boundary needs no line end before it, so it is given one. */
    private byte[] kept = {CR, '\n'};
    /** The place within {@link #kept} before which the search need not look again. */
    private int searched;

    private @Nullable FormPart part;
    private boolean inHead;
    private boolean complete;
    private int parts;

    FormParser(String boundary) {
        delimiter = ("\r\n--" + boundary).getBytes(UTF_8);
    }

    /** True once the last boundary has arrived; what comes after it is no part of the form. */
    boolean isComplete() {
        return complete;
    }

    /** Fails with a {@link DecodingException} if the last boundary has not arrived. */
    void requireComplete() {
        if (!complete) {
            throw new DecodingException("Expected the last boundary of a form, but the body ended before it.");
        }
    }

    /**
     * Takes the next bytes, which must not be changed afterwards: the events share them.
     *
     * @return the events that follow from them
     * @throws DecodingException if there are too many parts
     * @throws DataBufferLimitException if the head of a part, or a field, is too long
     * @throws IllegalArgumentException if the head of a part is malformed
     */
    List<PartEvent> take(byte[] arrived) {
        byte[] bytes = kept.length == 0 ? arrived : concat(kept, arrived);
        List<PartEvent> events = new ArrayList<>(2);
        int from = 0;
        while (!complete) {
            if (inHead && startsWithHyphens(bytes, from)) {
                complete = true;
                break;
            }
            byte[] end = inHead ? END_OF_HEAD : delimiter;
            int found = find(end, bytes, from + searched);
            searched = 0;
            if (found < 0) {
                keep(bytes, from, ~found, events);
                return events;
            }
            if (inHead) {
                begin(bytes, from, found);
            } else if (part != null) {
                part.end(bytes, from, found, events);
            }
            inHead = !inHead;
            from = found + end.length;
        }
        kept = NONE;
        return events;
    }

    /** Passes on what cannot be part of a boundary, and keeps the rest. */
    private void keep(byte[] bytes, int from, int possibleEnd, List<PartEvent> events) {
        int keptFrom = possibleEnd;
        if (inHead) {
            requireShortHead(bytes.length - from);
            keptFrom = from;
            searched = possibleEnd - from;
        } else if (part != null && possibleEnd > from) {
            part.take(bytes, from, possibleEnd, events);
        }
        kept = Arrays.copyOfRange(bytes, keptFrom, bytes.length);
    }

    private void begin(byte[] bytes, int from, int to) {
        requireShortHead(to - from);
        if (++parts > MOST_PARTS) {
            throw new DecodingException("Expected at most %d parts, but there are more.".formatted(MOST_PARTS));
        }
        part = FormPart.of(headers(new String(bytes, from, to - from, UTF_8)));
    }

    private static void requireShortHead(int length) {
        if (length > LONGEST_HEAD) {
            throw new DataBufferLimitException(
                    "Expected at most %d bytes in the head of a part, but there are more.".formatted(LONGEST_HEAD));
        }
    }

    private static HttpHeaders headers(String head) {
        HttpHeaders headers = new HttpHeaders();
        for (String line : head.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon != -1) {
                int value = colon + 1;
                while (value < line.length() && line.charAt(value) == ' ') {
                    value++;
                }
                headers.add(line.substring(0, colon), line.substring(value));
            }
        }
        return headers;
    }

    /**
     * Looks for bytes that begin with CR, of which contents have few.
     *
     * @return where they are; if they are not there, the complement of the place where they may begin
     */
    private static int find(byte[] wanted, byte[] bytes, int from) {
        for (int candidate = nextCr(bytes, from); candidate < bytes.length; candidate = nextCr(bytes, candidate + 1)) {
            int length = Math.min(wanted.length, bytes.length - candidate);
            if (Arrays.equals(bytes, candidate, candidate + length, wanted, 0, length)) {
                return length == wanted.length ? candidate : ~candidate;
            }
        }
        return ~bytes.length;
    }

    /** The place of the next CR, or the length if there is none. Eight bytes are looked at in one step. */
    private static int nextCr(byte[] bytes, int from) {
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            // Zero where there is a CR; the lowest of the bits that are left marks the first zero (Warren, 6-1).
            long difference = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_CR;
            long zeros = (difference - EIGHT_ONES) & ~difference & EIGHT_SIGNS;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < bytes.length && bytes[at] != CR) {
            at++;
        }
        return at;
    }

    private static boolean startsWithHyphens(byte[] bytes, int from) {
        return bytes.length - from >= 2 && bytes[from] == '-' && bytes[from + 1] == '-';
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

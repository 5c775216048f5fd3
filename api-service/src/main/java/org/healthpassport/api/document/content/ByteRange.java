package org.healthpassport.api.document.content;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

/**
 * The requested bytes of a representation (RFC 9110, 14.1.2).
 *
 * @param start of the first byte
 * @param length in bytes; 0 or less if the range is outside
 * @param size of the whole
 */
record ByteRange(long start, long length, long size) {

    /**
     * The single range that the headers ask for. It is the whole if they ask for no range, for several, for an invalid
     * one, or if {@code If-Range} names another entity.
     */
    static ByteRange asked(HttpHeaders headers, String entityTag, long size) {
        String condition = headers.getFirst(HttpHeaders.IF_RANGE);
        List<HttpRange> ranges = condition == null || condition.equals(entityTag) ? ranges(headers) : List.of();
        if (ranges.size() != 1) {
            return new ByteRange(0, size, size);
        }
        long start = ranges.get(0).getRangeStart(size);
        return new ByteRange(start, ranges.get(0).getRangeEnd(size) - start + 1, size);
    }

    private static List<HttpRange> ranges(HttpHeaders headers) {
        try {
            return HttpRange.parseRanges(headers.getFirst(HttpHeaders.RANGE));
        } catch (IllegalArgumentException noRange) {
            return List.of();
        }
    }

    boolean isPartial() {
        return length < size;
    }

    String contentRange() {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}

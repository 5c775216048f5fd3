package org.healthpassport.api.document.content;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

/**
 * The bytes of a representation that are asked for (RFC 9110, 14.1.2).
 *
 * @param start of the first byte
 * @param length in bytes; 0 or less where the range lies outside
 * @param size of the whole
 */
record ByteRange(long start, long length, long size) {

    /**
     * The one range that the headers ask for, or the whole where they ask for none, for several, for something that is
     * no range, or only if the entity were still another.
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

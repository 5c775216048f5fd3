package org.healthpassport.edge.url;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Link} header that leads to the next page of a list (RFC 8288). Its address has the query of the request as it
 * was sent, with another cursor: parameters that were decoded and encoded again could come to mean something else.
 */
public final class NextLink {
    private static final String CURSOR = "cursor";

    private NextLink() {}

    /**
     * The value of the header.
     *
     * @param address where the list is, without a query
     * @param rawQuery the query of the request, still encoded; null if it had none
     * @param cursor characters that need no encoding
     */
    public static String of(String address, @Nullable String rawQuery, String cursor) {
        Stream<String> kept = Arrays.stream(rawQuery == null ? new String[0] : rawQuery.split("&", -1))
                .filter(parameter -> !parameter.isEmpty() && !isCursor(parameter))
                .map(AddressCharacters::encoded);
        return Stream.concat(kept, Stream.of(CURSOR + '=' + cursor))
                .collect(Collectors.joining("&", '<' + address + '?', ">; rel=\"next\""));
    }

    private static boolean isCursor(String parameter) {
        try {
            return CURSOR.equals(URLDecoder.decode(parameter.split("=", 2)[0], StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return false;
        }
    }
}

package org.healthpassport.aggregates.idempotency;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A key that a client chose for one request that creates something: 1 to 255 printable ASCII characters. */
public record IdempotencyKey(String value) {
    /** The header that carries it. */
    public static final String HEADER = "Idempotency-Key";

    /** The most characters of a key. */
    public static final int LONGEST = 255;

    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1," + LONGEST + "}");

    /**
     * The key in a header; null without the header. Refused with {@link IdempotencyRefusal.UnusableKey} if it is none.
     */
    public static @Nullable IdempotencyKey of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (!PRINTABLE.matcher(header).matches()) {
            throw new IdempotencyRefusal.UnusableKey().asException();
        }
        return new IdempotencyKey(header);
    }

    /** Leaves out the key, as records end up in logs. */
    @Override
    public String toString() {
        return "IdempotencyKey[...]";
    }
}

package org.healthpassport.embedded.store.index;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hashes values so that those equal in MongoDB (1 and 1.0, missing and null) have one hash, the same in every process.
 */
public final class CanonicalHash {
    /** Looking for the algorithm takes longer than hashing an id. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(CanonicalHash::sha256);

    private CanonicalHash() {}

    /** Eight bytes: two values may share them, so values found by them must be compared. */
    public static long ofValue(@Nullable Object value) {
        return digest(value).getLong();
    }

    /** A hash of a simple value that is quick and the same in this process only. */
    public static long inMemory(@Nullable Object value) {
        if (value == null || value instanceof Missing) {
            return 0;
        }
        return value instanceof Number number ? Double.hashCode(number.doubleValue() + 0.0) : value.hashCode();
    }

    /** Sixteen bytes, which no two different values share in practice. */
    static byte[] ofIdentity(@Nullable Object value) {
        byte[] identity = new byte[16];
        digest(value).get(identity);
        return identity;
    }

    private static ByteBuffer digest(@Nullable Object value) {
        StringBuilder canonical = new StringBuilder();
        append(value, canonical);
        byte[] bytes = canonical.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(SHA_256.get().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected SHA-256, which every Java platform has", e);
        }
    }

    private static void append(@Nullable Object value, StringBuilder to) {
        if (value == null || value instanceof Missing) {
            to.append('0');
        } else if (value instanceof Number number) {
            // Adding zero makes -0.0 a 0.0. Longs beyond 2^53 may share a hash.
            to.append('n').append(Double.doubleToLongBits(number.doubleValue() + 0.0));
        } else if (value instanceof String string) {
            to.append('s').append(string.length()).append(':').append(string);
        } else if (value instanceof BinData binary) {
            to.append('b').append(HexFormat.of().formatHex(binary.getData()));
        } else if (value instanceof Document document) {
            to.append('{');
            for (Map.Entry<String, Object> field : document.entrySet()) {
                append(field.getKey(), to);
                append(field.getValue(), to);
            }
            to.append('}');
        } else if (value instanceof Collection<?> elements) {
            to.append('[');
            elements.forEach(element -> append(element, to));
            to.append(']');
        } else {
            to.append(value.getClass().getSimpleName()).append(value);
        }
    }
}

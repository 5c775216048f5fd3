package org.healthpassport.audit.merkle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import org.healthpassport.vault.digest.Sha256;

/** A SHA-256 hash of a leaf or of an inner node (RFC 6962, section 2.1); compared in constant time. */
public final class Hash {
    public static final int BYTES = Sha256.BYTES;

    // Looking up the algorithm costs more than hashing a node.
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Sha256::begin);
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** The root of the empty tree, SHA-256 of no bytes. */
    public static final Hash OF_EMPTY_TREE = new Hash(Sha256.of(new byte[0]));

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash that consists of these 32 bytes; {@link IllegalArgumentException} for any other length. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "Expected a hash of " + BYTES + " bytes, but it has " + bytes.length + ".");
        }
        return new Hash(bytes.clone());
    }

    /** Takes the next 32 bytes of a buffer that has them. */
    public static Hash next(ByteBuffer buffer) {
        byte[] bytes = new byte[BYTES];
        buffer.get(bytes);
        return new Hash(bytes);
    }

    public static Hash leaf(byte[] data) {
        MessageDigest digest = SHA_256.get();
        digest.update(LEAF);
        return new Hash(digest.digest(data));
    }

    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = SHA_256.get();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public void writeTo(ByteBuffer buffer) {
        buffer.put(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Base64 with padding, as checkpoints and proofs write hashes. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

package org.healthpassport.vault.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.KeyedDigest;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;

/**
 * The detail of an audit entry beyond the header of its event, readable only for auditors. The commitment stands in the
 * entry, so that a reader of the detail and its salt can check that it is the one that was logged; without the salt it
 * reveals nothing, even if the detail is guessed.
 *
 * @param sealed a random salt of {@value KeyedDigest#KEY_BYTES} bytes and the detail, AEAD under the subject's
 *     {@code AUDIT} keyset, bound to the event's id
 * @param commitment HMAC-SHA256 of the detail under the salt, 32 bytes
 */
@SuppressWarnings(
        "ArrayRecordComponent") // equality is defined below, and a copy per read would cost more than it saves
public record SealedDetail(byte[] sealed, byte[] commitment) {
    /** The bytes that sealing adds to a detail. */
    public static final int OVERHEAD_BYTES = KeyedDigest.KEY_BYTES + 33;

    /** Seals a detail for one event. */
    public static SealedDetail seal(SubjectKeys keys, String eventId, byte[] detail) {
        byte[] salt = KeyedDigest.generateKey();
        byte[] salted = ByteBuffer.allocate(salt.length + detail.length)
                .put(salt)
                .put(detail)
                .array();
        return new SealedDetail(
                keys.seal(KeyPurpose.AUDIT, salted, associatedData(eventId)), new KeyedDigest(salt).of(detail));
    }

    /**
     * An opened detail and the salt of its commitment, with which anybody can check that the detail was committed to.
     * Neither is copied or to be changed.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Opened(byte[] salt, byte[] detail) {

        /** Without the content, as records can end up in logs. */
        @Override
        public String toString() {
            return "Opened[" + detail.length + " bytes]";
        }
    }

    /** The detail alone, as {@link #openWithSalt} gives it. */
    public byte[] open(SubjectKeys keys, String eventId) {
        return openWithSalt(keys, eventId).detail();
    }

    /**
     * The detail and its salt.
     *
     * @throws SealBroken when it was changed, belongs to another event or subject, or is not the one committed to
     */
    public Opened openWithSalt(SubjectKeys keys, String eventId) {
        byte[] salted = keys.open(KeyPurpose.AUDIT, sealed, associatedData(eventId));
        if (salted.length < KeyedDigest.KEY_BYTES) {
            throw new SealBroken("Expected a salt before the detail of an audit entry, but it is too short.");
        }
        byte[] salt = Arrays.copyOf(salted, KeyedDigest.KEY_BYTES);
        byte[] detail = Arrays.copyOfRange(salted, KeyedDigest.KEY_BYTES, salted.length);
        if (!new KeyedDigest(salt).verify(detail, commitment)) {
            throw new SealBroken("Expected the detail of an audit entry to be the one committed to, but it is not.");
        }
        return new Opened(salt, detail);
    }

    private static byte[] associatedData(String eventId) {
        return AssociatedData.of("audit-detail", eventId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedDetail that
                && MessageDigest.isEqual(sealed, that.sealed)
                && MessageDigest.isEqual(commitment, that.commitment);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(commitment);
    }

    @Override
    public String toString() {
        return "SealedDetail[" + sealed.length + " bytes]";
    }
}

package org.healthpassport.vault.standing;

import com.google.crypto.tink.Aead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.jspecify.annotations.Nullable;

/**
 * The standing of an account: all that a request has to know about it. It is stored in the account's document, written
 * with its state by the same write, and sealed for the services that answer requests, which need no other key of the
 * account.
 *
 * @param role of the account, by its name
 * @param validAfter the earliest time of issue of the tokens that still count, in whole seconds, as tokens have them
 * @param hospitalId the hospital whose account it is, or that the doctor works for
 * @param endedSessions ids of the sessions that ended while their access tokens may not have expired yet
 */
public record AccountStanding(
        String role,
        Status status,
        Instant validAfter,
        @Nullable String hospitalId,
        Set<String> endedSessions) {
    /** The collection in which services find the documents of accounts, under the account's id. */
    public static final String COLLECTION = "accounts";
    /** The field of the sealed standing, a binary value. */
    public static final String FIELD = "standing";
    /** The field of the account's version, which the seal is bound to. */
    public static final String VERSION = "version";

    /** Written by releases without sessions. */
    private static final int WITHOUT_SESSIONS = 1;

    private static final int FORMAT = 2;

    public AccountStanding {
        endedSessions = Set.copyOf(endedSessions);
    }

    /** The standing of an account of which no session has just ended. */
    public AccountStanding(String role, Status status, Instant validAfter, @Nullable String hospitalId) {
        this(role, status, validAfter, hospitalId, Set.of());
    }

    /** The part of an account's status that matters to its requests. */
    public enum Status {
        /** Nobody has shown yet to read mail for its address: it has no tokens. */
        UNCONFIRMED,
        /** The account is awaiting activation: its tokens count, but give no role. */
        PENDING,
        /** The account must have a second factor and has none: its tokens serve to enrol one. */
        WITHOUT_SECOND_FACTOR,
        ACTIVE,
        /** None of its tokens counts. */
        SUSPENDED,
        /** The same, for good. */
        CLOSED
    }

    /** True if a token counts that was issued to the account at that time, in that session. */
    public boolean accepts(Instant issuedAt, String sessionId) {
        boolean signsIn = switch (status) {
            case PENDING, WITHOUT_SECOND_FACTOR, ACTIVE -> true;
            case UNCONFIRMED, SUSPENDED, CLOSED -> false;
        };
        return signsIn && !issuedAt.isBefore(validAfter) && !endedSessions.contains(sessionId);
    }

    /** The sealed form; it opens again only for this account at this version. */
    public byte[] seal(String accountId, long version, KeyEncryptionKeys keys) {
        try {
            return keys.of(KeyPurpose.STANDING).encrypt(encoded(), belonging(accountId, version));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to seal the standing of an account, but it failed.", e);
        }
    }

    /**
     * Opens what {@link #seal} returned.
     *
     * @throws SealBroken if it was changed, belongs to another account or version, was sealed with another key, or by a
     *     newer service in a way that this one does not know
     */
    public static AccountStanding open(String accountId, long version, byte[] sealed, KeyEncryptionKeys keys) {
        Aead key = keys.of(KeyPurpose.STANDING);
        try {
            return decoded(key.decrypt(sealed, belonging(accountId, version)));
        } catch (GeneralSecurityException e) {
            throw new SealBroken(
                    "Expected %s to open the standing of an account, but it does not."
                            .formatted(keys.nameOf(KeyPurpose.STANDING)),
                    e);
        }
    }

    private byte[] encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(role);
            out.writeUTF(status.name());
            out.writeLong(validAfter.getEpochSecond());
            out.writeBoolean(hospitalId != null);
            if (hospitalId != null) {
                out.writeUTF(hospitalId);
            }
            out.writeInt(endedSessions.size());
            for (String sessionId : endedSessions) {
                out.writeUTF(sessionId);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Expected to write to memory, but it failed.", e);
        }
        return bytes.toByteArray();
    }

    private static AccountStanding decoded(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            int format = in.readByte();
            if (format != FORMAT && format != WITHOUT_SESSIONS) {
                throw new IOException("Expected format " + FORMAT);
            }
            return new AccountStanding(
                    in.readUTF(),
                    Status.valueOf(in.readUTF()),
                    Instant.ofEpochSecond(in.readLong()),
                    in.readBoolean() ? in.readUTF() : null,
                    format == WITHOUT_SESSIONS ? Set.of() : sessions(in));
        } catch (IOException | IllegalArgumentException unknown) {
            throw new SealBroken(
                    "Expected the standing of an account in a form that this service knows, but it is not.", unknown);
        }
    }

    private static Set<String> sessions(DataInputStream in) throws IOException {
        int count = in.readInt();
        Set<String> sessions = new HashSet<>();
        for (int i = 0; i < count; i++) {
            sessions.add(in.readUTF());
        }
        return sessions;
    }

    private static byte[] belonging(String accountId, long version) {
        return AssociatedData.of("account-standing", accountId, Long.toString(version));
    }
}

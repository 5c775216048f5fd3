package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.healthpassport.vault.digest.Sha256;

/** The public key of a log or of a witness, with its name. Auditors must get it from a source other than the log. */
public record VerifierKey(String name, SignatureType type, PublicKey publicKey) {
    public VerifierKey {
        NoteSyntax.requireKeyName(name);
    }

    /** Reads {@code <name>+<key id, 8 hex digits>+<base64 of type and key>}; {@link NoteRefused} for anything else. */
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new NoteRefused("Expected a verifier key of three parts, but found " + parts.length + ".");
        }
        byte[] bytes = NoteSyntax.base64(parts[2]);
        if (bytes.length != 1 + Ed25519.PUBLIC_KEY_BYTES) {
            throw new NoteRefused("Expected a type and a key of 32 bytes, but found " + bytes.length + " bytes.");
        }
        PublicKey publicKey = Ed25519.publicKey(Arrays.copyOfRange(bytes, 1, bytes.length));
        VerifierKey key = new VerifierKey(parts[0], SignatureType.of(bytes[0]), publicKey);
        if (!key.toString().equals(vkey)) {
            throw new NoteRefused("Expected the key id of this name and key, but found another one.");
        }
        return key;
    }

    /** The first four bytes of {@code SHA-256(name || 0x0A || type || key)}. */
    public int id() {
        MessageDigest digest = Sha256.begin();
        digest.update((name + "\n").getBytes(UTF_8));
        return ByteBuffer.wrap(digest.digest(typeAndKey())).getInt();
    }

    /** Tells whether a signature claims to be of this key. */
    boolean matches(NoteSignature signature) {
        return signature.name().equals(name) && signature.keyId() == id();
    }

    /** Tells whether this key made the signature over the text. */
    public boolean verifies(String text, NoteSignature signature) {
        if (!matches(signature)) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(signature.signature());
        int timeBytes = type == SignatureType.COSIGNATURE_V1 ? Long.BYTES : 0;
        if (bytes.remaining() != timeBytes + Ed25519.SIGNATURE_BYTES) {
            return false;
        }
        long time = timeBytes == 0 ? 0 : bytes.getLong();
        byte[] signed = new byte[Ed25519.SIGNATURE_BYTES];
        bytes.get(signed);
        return time >= 0 && Ed25519.verify(publicKey, type.message(text, time), signed);
    }

    /** The key as {@link #parse} reads it. */
    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+"
                + Base64.getEncoder().encodeToString(typeAndKey());
    }

    private byte[] typeAndKey() {
        return ByteBuffer.allocate(1 + Ed25519.PUBLIC_KEY_BYTES)
                .put(type.code())
                .put(Ed25519.raw(publicKey))
                .array();
    }
}

package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.KeyPair;
import java.security.PrivateKey;

/** A private key, with the public key that verifies its signatures. */
public final class SigningKey {
    private final VerifierKey verifier;
    private final PrivateKey privateKey;

    private SigningKey(VerifierKey verifier, PrivateKey privateKey) {
        this.verifier = verifier;
        this.privateKey = privateKey;
    }

    public static SigningKey generate(String name, SignatureType type) {
        KeyPair pair = Ed25519.generate();
        return new SigningKey(new VerifierKey(name, type, pair.getPublic()), pair.getPrivate());
    }

    /** A key kept as {@link #pkcs8}; {@link NoteRefused} if the two do not belong together. */
    public static SigningKey restore(VerifierKey verifier, byte[] pkcs8) {
        PrivateKey privateKey = Ed25519.privateKey(pkcs8);
        byte[] probe = "do these keys belong together?".getBytes(UTF_8);
        if (!Ed25519.verify(verifier.publicKey(), probe, Ed25519.sign(privateKey, probe))) {
            throw new NoteRefused("Expected the private key of " + verifier + ", but found another one.");
        }
        return new SigningKey(verifier, privateKey);
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /** The private key, a secret. */
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    /** A log's signature over its checkpoint, which must be of the origin that the key is named for. */
    public SignedNote sign(Checkpoint checkpoint) {
        require(SignatureType.ED25519);
        if (!checkpoint.origin().equals(verifier.name())) {
            throw new IllegalArgumentException(
                    "Expected a checkpoint of " + verifier.name() + ", but it is of " + checkpoint.origin() + ".");
        }
        return sign(checkpoint.text());
    }

    /** A log's signature over the note that closes it. */
    public SignedNote sign(ClosingNote closing) {
        if (!closing.log().toString().equals(verifier.toString())) {
            throw new IllegalArgumentException(
                    "Expected a note that closes " + verifier.name() + ", but it is another.");
        }
        return sign(closing.text());
    }

    private SignedNote sign(String text) {
        SignedNote note = SignedNote.unsigned(text);
        return note.with(NoteSignature.of(
                verifier, Ed25519.sign(privateKey, verifier.type().message(note.text(), 0))));
    }

    private void require(SignatureType type) {
        if (verifier.type() != type) {
            throw new IllegalStateException("Expected a key for " + type + ", but it is for " + verifier.type() + ".");
        }
    }
}

package org.healthpassport.audit.note;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.time.Instant;

/** A witness, which signs that it saw a checkpoint at some time (C2SP tlog-cosignature). */
record Witness(SigningKey key) {

    NoteSignature cosign(SignedNote note, Instant time) {
        long seconds = time.getEpochSecond();
        PrivateKey privateKey = Ed25519.privateKey(key.pkcs8());
        byte[] signature = Ed25519.sign(privateKey, SignatureType.COSIGNATURE_V1.message(note.text(), seconds));
        byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(seconds)
                .put(signature)
                .array();
        return NoteSignature.of(key.verifier(), timed);
    }
}

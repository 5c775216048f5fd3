package org.healthpassport.vault.stream;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;

/**
 * The key of one document: a streaming keyset (AES256_GCM_HKDF_4KB), made before the bytes arrive and stored wrapped
 * under the patient's own. The document id is the associated data of the stream. Safe for use by many threads.
 */
public final class DocumentKey {
    private static final Configuration STREAMING = StreamingAeadConfig2026.get();

    private final KeysetHandle keyset;
    private final StreamingAead stream;

    private DocumentKey(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.stream = keyset.getPrimitive(STREAMING, StreamingAead.class);
    }

    public static DocumentKey generate() {
        try {
            return new DocumentKey(
                    KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_4KB, STREAMING));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected this Java runtime to make streaming keys, but it cannot.", e);
        }
    }

    /**
     * Unwraps what {@link #wrap} returned.
     *
     * @throws SealBroken when it was wrapped for another patient or document, under other keys, or was changed
     * @throws IllegalStateException when the patient's keys lack {@link KeyPurpose#DOCUMENTS}
     */
    public static DocumentKey unwrap(byte[] wrapped, SubjectKeys patientKeys, String patientId, String documentId) {
        byte[] plain = patientKeys.open(KeyPurpose.DOCUMENTS, wrapped, belonging(patientId, documentId));
        try {
            return new DocumentKey(TinkProtoKeysetFormat.parseKeyset(plain, InsecureSecretKeyAccess.get(), STREAMING));
        } catch (GeneralSecurityException e) {
            throw new SealBroken("Expected the keyset of a document, but what was sealed is something else.", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * The keyset sealed under the patient's documents keyset, bound to patient and document.
     *
     * @throws IllegalStateException when the patient's keys lack {@link KeyPurpose#DOCUMENTS}
     */
    public byte[] wrap(SubjectKeys patientKeys, String patientId, String documentId) {
        byte[] plain = serialize();
        try {
            return patientKeys.seal(KeyPurpose.DOCUMENTS, plain, belonging(patientId, documentId));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * A channel that encrypts what is written to it. Every write takes all it is given. Closing completes the
     * ciphertext and closes the destination; to give up half-way, discard the destination instead. After a failed write
     * the ciphertext is never completed.
     *
     * @param destination a blocking channel
     */
    public WritableByteChannel encrypting(WritableByteChannel destination, String documentId) throws IOException {
        try {
            return new EncryptingChannel(stream.newEncryptingChannel(destination, streamOf(documentId)), destination);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to encrypt under a document key, but it failed.", e);
        }
    }

    /**
     * A read-only channel over the plaintext; reads see only bytes that were verified. The length is verified at once,
     * so that a ciphertext cut short is refused before anything of it is served. Closing closes the ciphertext.
     *
     * @param ciphertext a blocking channel, positioned anywhere
     * @throws SealBroken here when key, document or length are wrong, and by reads that meet a changed segment; an
     *     {@link IOException} is always a failure of the ciphertext channel
     */
    public SeekableByteChannel decrypting(SeekableByteChannel ciphertext, String documentId) throws IOException {
        return DecryptingChannel.open(stream, ciphertext, streamOf(documentId));
    }

    private byte[] serialize() {
        try {
            return TinkProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get(), STREAMING);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected Tink to serialize a keyset, but it failed.", e);
        }
    }

    private static byte[] belonging(String patientId, String documentId) {
        return AssociatedData.of("document-key", patientId, documentId);
    }

    private static byte[] streamOf(String documentId) {
        return documentId.getBytes(StandardCharsets.UTF_8);
    }
}

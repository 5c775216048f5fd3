package org.healthpassport.api.document.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.staging.CommittedFile;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.stream.DocumentKey;
import org.jspecify.annotations.Nullable;

/**
 * A document that is being received: its bytes are checked, hashed, encrypted and staged in one pass. Blocking; for one
 * thread at a time.
 */
final class IncomingFile {
    private final StagedFile staged;
    private final WritableByteChannel plaintext;
    private final UploadLimit limit;
    private final LongConsumer room;
    private final MessageDigest digest = Sha256.begin();
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private long sizeBytes;
    private @Nullable String contentType;

    /** @param room takes the size so far, and fails if that is too much for the patient */
    IncomingFile(StagedFile staged, DocumentKey key, String documentId, UploadLimit limit, LongConsumer room)
            throws IOException {
        this.staged = staged;
        this.plaintext = key.encrypting(staged.channel(), documentId);
        this.limit = limit;
        this.room = room;
    }

    /** Takes the next bytes; refused, as early as possible, if the file is too large or of another type. */
    void write(ByteBuffer bytes) throws IOException {
        sizeBytes += bytes.remaining();
        limit.require(sizeBytes);
        room.accept(sizeBytes);
        look(bytes);
        digest.update(bytes.duplicate());
        plaintext.write(bytes);
    }

    /** Makes the staged bytes durable and visible; refused if the file is empty or of another type. */
    Received finish() throws IOException {
        if (sizeBytes == 0) {
            throw InvalidInput.at("/file", "must not be empty").asException();
        }
        String type = contentType == null ? detect() : contentType;
        plaintext.close();
        CommittedFile info = staged.commit();
        return new Received(type, sizeBytes, digest.digest(), new Ciphertext(info.sizeBytes(), info.sha256()));
    }

    /** Discards the staged bytes, unless {@link #finish} has completed. */
    void close() {
        staged.close();
    }

    private void look(ByteBuffer bytes) {
        if (contentType != null) {
            return;
        }
        byte[] head = new byte[Math.min(bytes.remaining(), MediaTypeDetection.LOOKS_AT - start.size())];
        bytes.duplicate().get(head);
        start.writeBytes(head);
        if (start.size() == MediaTypeDetection.LOOKS_AT) {
            contentType = detect();
        }
    }

    private String detect() {
        return MediaTypeDetection.of(start.toByteArray()).orElseThrow(new UploadRefusal.FileOfOtherType()::asException);
    }

    /** Describes the received file. */
    record Received(String contentType, long sizeBytes, byte[] sha256, Ciphertext ciphertext) {}
}

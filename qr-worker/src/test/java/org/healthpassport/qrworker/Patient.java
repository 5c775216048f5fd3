package org.healthpassport.qrworker;

import com.mongodb.client.MongoDatabase;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.qrcode.QrCodeRequested;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.QrCodePart;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;

/** A patient with keys for QR codes, and the events of their requests in the form that {@code api-service} sends. */
record Patient(String id, SubjectKeyDocument stored, SubjectKeys keys) {
    private static final Set<KeyPurpose> QR = Set.of(KeyPurpose.QR);

    static Patient with(KeyEncryptionKeys keks) {
        SubjectKeyDocument stored = SubjectKeys.generate(UUID.randomUUID().toString(), QR, keks);
        return new Patient(stored.subjectId(), stored, SubjectKeys.unwrap(stored, QR, keks));
    }

    Patient storedIn(MongoDatabase database) {
        database.getCollection(SubjectKeyDocument.COLLECTION).insertOne(new Document(stored.fields()));
        return this;
    }

    /** A request for a QR code with a new id. */
    Event request(byte[] text) {
        String qrCodeId = UUID.randomUUID().toString();
        return request(qrCodeId, QrCodePart.TEXT.seal(keys, qrCodeId, text));
    }

    Event request(String qrCodeId, byte[] sealedText) {
        return new Event(
                UUID.randomUUID().toString(),
                EventType.QR_CODE_REQUESTED,
                qrCodeId,
                Instant.parse("2026-11-23T00:00:00Z"),
                id,
                1L,
                UUID.randomUUID().toString(),
                null,
                null,
                EventCodec.encode(
                        new QrCodeRequested(qrCodeId, id, QrCodeKind.HEALTH_LINK, ByteBuffer.wrap(sealedText))));
    }
}

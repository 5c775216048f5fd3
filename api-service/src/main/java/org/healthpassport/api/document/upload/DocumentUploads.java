package org.healthpassport.api.document.upload;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.LongConsumer;
import org.healthpassport.aggregates.CreatedTooLate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessNotRecorded;
import org.healthpassport.api.document.DocumentBytes;
import org.healthpassport.api.document.DocumentDescription;
import org.healthpassport.api.document.DocumentDescription.SentReference;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.DocumentSettings;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.api.document.Documents;
import org.healthpassport.api.document.upload.UploadForm.Upload;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.stream.DocumentKey;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Receives documents. The bytes are encrypted while they stream and staged as ciphertext; then the document is saved,
 * which is the commit point. An upload that fails or is cut off leaves nothing behind.
 */
@Component
public final class DocumentUploads {
    private static final int BUFFERS_AHEAD = 8;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * Each upload holds a connection and an open file, of which a process often has 1,024. An upload over a slow line
     * takes minutes, so an address has a quarter: enough for a hospital, whose patients and doctors share one, and too
     * little to shut others out.
     */
    private static final int AT_ONCE = 256;

    private static final int OF_ADDRESS = 64;

    /** Those who wait hold a connection; their bodies are not read. */
    private static final Shares WAITING = new Shares(256, 128, FairSlots.WAITING_PER_ACCOUNT);

    private final UploadLimit limit;
    private final Documents documents;
    private final DocumentBytes bytes;
    private final PatientAccess access;
    private final SubjectKeyRing keyRing;
    private final IdempotentCreations creations;
    private final FairSlots slots;
    private final Ids ids;
    private final Clock clock;

    DocumentUploads(
            DocumentSettings settings,
            Documents documents,
            DocumentBytes bytes,
            PatientAccess access,
            SubjectKeyRing keyRing,
            IdempotentCreations creations,
            Ids ids,
            Clock clock) {
        MediaTypeDetection.prepare();
        this.limit = new UploadLimit(Math.min(settings.maxSize().toBytes(), bytes.largestFile()));
        this.documents = documents;
        this.bytes = bytes;
        this.access = access;
        this.keyRing = keyRing;
        this.creations = creations;
        this.slots = new FairSlots(
                "uploads", new Shares(AT_ONCE, OF_ADDRESS, settings.uploadsPerAccount()), WAITING, RETRY_AFTER);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Receives one document. A repeat with the same key is received as well, to compare it, and then discarded.
     *
     * @param addressed the patient in the address of the request; if null, the patient in the form, and otherwise the
     *     caller
     * @param reference the resource of which the form was made; null if the client sent the form
     * @param contentLength of the request in bytes; negative if unknown
     * @return the document, once it is durable; refused or failed otherwise
     */
    public Mono<Snapshot<DocumentState>> receive(
            Caller caller,
            @Nullable String addressed,
            @Nullable IdempotencyKey idempotencyKey,
            @Nullable SentReference reference,
            long contentLength,
            Flux<PartEvent> parts) {
        String likely = addressed == null ? caller.patientId() : addressed;
        KeyedRequest request = new KeyedRequest(
                caller.accountId(), addressed == null ? "documents" : "documents of " + addressed, idempotencyKey);
        String documentId = ids.next();
        DocumentKey key = DocumentKey.generate();
        UploadRoom room = new UploadRoom(documents.quota(), documentId);
        Mono<Upload> staged = stage(documentId, key, room::require, parts).map(upload -> upload.of(reference));
        // A repeat needs no room of the patient; if it has to create after all, it reserves the room then.
        Mono<Upload> staging = creations
                .isKnown(request)
                .flatMap(known -> known ? staged : room.during(likely, contentLength, staged));
        return requireAccess(caller, likely)
                .then(Mono.defer(() -> {
                    limit.requireForRequest(contentLength);
                    return inSlot(caller, bytes.inRoomFor(contentLength, staging));
                }))
                .flatMap(upload -> confirmPatient(caller, addressed, likely, upload)
                        .flatMap(patientId -> creations.create(
                                request,
                                documentId,
                                new Creation<>(
                                        () -> content(patientId, upload),
                                        newId -> create(caller, patientId, newId, key, upload, room),
                                        savedId -> documents.received(caller, patientId, savedId),
                                        documents::ruleOut)))
                        .delayUntil(saved -> saved.id().equals(documentId) ? Mono.empty() : discard(documentId, room))
                        .onErrorResume(
                                DocumentUploads::savedNothing,
                                refusal -> discard(documentId, room).then(Mono.error(refusal))));
    }

    private Mono<Snapshot<DocumentState>> create(
            Caller caller, String patientId, String documentId, DocumentKey key, Upload upload, UploadRoom room) {
        return room.confirm(patientId, upload.received().sizeBytes())
                .then(access.write(
                        caller,
                        patientId,
                        AccessScope.DOCUMENTS_WRITE,
                        grant -> save(caller, patientId, documentId, key, upload)))
                .doOnNext(saved -> room.settle(upload.received().ciphertext().sizeBytes()));
    }

    private Mono<Void> discard(String documentId, UploadRoom room) {
        return Mono.defer(() -> {
            room.release();
            return bytes.unstage(documentId);
        });
    }

    /** Everything that a repeat must have in common with the first upload; the boundaries of its form may differ. */
    private static byte[] content(String patientId, Upload upload) {
        return Creation.json(new Content(
                patientId,
                upload.fields().type(),
                upload.fields().title(),
                upload.fileName(),
                upload.received().sha256(),
                upload.reference()));
    }

    private <T> Mono<T> inSlot(Caller caller, Mono<T> upload) {
        return Mono.deferContextual(context -> {
            String address = Client.in(context).map(Client::source).orElse("");
            return slots.in(new SlotClaim(address, caller.accountId()), upload);
        });
    }

    /** After any other failure the document may still have been saved, so the sweep decides on its bytes. */
    private static boolean savedNothing(Throwable failure) {
        return failure instanceof Refused
                || failure instanceof AccessNotRecorded
                || failure instanceof DuplicateKeyException
                || failure instanceof CreatedTooLate;
    }

    private Mono<Void> requireAccess(Caller caller, @Nullable String patientId) {
        return patientId == null
                ? Mono.empty()
                : access.write(caller, patientId, AccessScope.DOCUMENTS_WRITE, grant -> Mono.<Void>empty());
    }

    /** Reads the parts on threads for blocking work; releases the buffers of parts that nobody reads. */
    private Mono<Upload> stage(String documentId, DocumentKey key, LongConsumer room, Flux<PartEvent> parts) {
        return Mono.usingWhen(
                bytes.begin(documentId).flatMap(staged -> Mono.fromCallable(() -> form(staged, documentId, key, room))),
                form -> parts.publishOn(bytes.forUploads(), BUFFERS_AHEAD)
                        .doOnDiscard(PartEvent.class, event -> DataBufferUtils.release(event.content()))
                        .onErrorMap(IllegalArgumentException.class, DocumentUploads::malformed)
                        .<Upload>handle((event, sink) -> form.accept(event))
                        .then(Mono.fromCallable(form::finish)),
                form -> Mono.fromRunnable(form::close).subscribeOn(bytes.forUploads()));
    }

    /** The first bytes are written in this step. */
    private UploadForm form(StagedFile staged, String documentId, DocumentKey key, LongConsumer room)
            throws IOException {
        try {
            return new UploadForm(
                    new IncomingFile(staged, key, documentId, limit, room), bytes::requireRoom, bytes::stagingFailed);
        } catch (IOException | RuntimeException failure) {
            bytes.stagingFailed(failure);
            staged.close();
            throw failure;
        }
    }

    /** The form parser does not translate the exceptions of the parsers for a part's headers. */
    private static Throwable malformed(IllegalArgumentException unreadable) {
        return new UploadRefusal.UnreadablePartHeaders().asException();
    }

    /** Determines the patient: the one in the address, or else in the form, or else the caller. */
    private Mono<String> confirmPatient(
            Caller caller, @Nullable String addressed, @Nullable String likely, Upload upload) {
        String named = upload.fields().patientId();
        if (named == null || named.equals(likely)) {
            return likely == null
                    ? Mono.error(InvalidInput.at("/patientId", "must be given").asException())
                    : Mono.just(likely);
        }
        if (addressed != null) {
            return Mono.error(InvalidInput.at("/patientId", "must be the patient in the address")
                    .asException());
        }
        return requireAccess(caller, named).thenReturn(named);
    }

    private Mono<Snapshot<DocumentState>> save(
            Caller caller, String patientId, String documentId, DocumentKey key, Upload upload) {
        IncomingFile.Received received = upload.received();
        return keyRing.of(patientId)
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException))
                .map(keys -> new DocumentDescription(
                        upload.fields().title(),
                        upload.fileName(),
                        received.contentType(),
                        received.sizeBytes(),
                        received.sha256(),
                        received.ciphertext(),
                        key.wrap(keys, patientId, documentId),
                        upload.reference()))
                .map(description -> DocumentState.received(
                        patientId,
                        upload.fields().type(),
                        caller.accountId(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        description))
                .flatMap(state -> documents.create(documentId, state, received.ciphertext()));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(
            String patientId,
            DocumentType type,
            @Nullable String title,
            String fileName,
            byte[] sha256,
            @Nullable SentReference reference) {}
}

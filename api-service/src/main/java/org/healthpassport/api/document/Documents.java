package org.healthpassport.api.document;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessDecision;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.document.DocumentProcessed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The documents of all patients. Callers get only what {@link AccessDecision} allows them, and each access is recorded
 * before the document is returned.
 */
@Component
public final class Documents {
    /** The resource type in audit entries. */
    public static final String RESOURCE_TYPE = "DOCUMENT";

    public static final String COLLECTION = "documents";
    /** The event that a document in {@code RECEIVED} is waiting for. */
    public static final String WORK = EventType.DOCUMENT_STORED.name();

    private static final AggregateKind<DocumentState> KIND = new AggregateKind<>(
            COLLECTION,
            RESOURCE_TYPE,
            DocumentState.class,
            DocumentState::patientId,
            Set.of(),
            state -> WorkerWait.indexFields(WORK, state.waiting()));

    private final Aggregates<DocumentState> aggregates;
    private final AccessDecision access;
    private final AccessLog accessLog;
    private final DocumentBytes bytes;
    private final WorkerRetrySettings waiting;

    Documents(
            AggregateStore store,
            AccessDecision access,
            AccessLog accessLog,
            DocumentBytes bytes,
            WorkerRetrySettings waiting) {
        this.aggregates = store.of(KIND);
        this.access = access;
        this.accessLog = accessLog;
        this.bytes = bytes;
        this.waiting = waiting;
    }

    /** Saves a document whose bytes are staged, durably. */
    public Mono<Snapshot<DocumentState>> create(String documentId, DocumentState received, Ciphertext ciphertext) {
        return aggregates.create(
                documentId,
                received.waiting(WorkerWait.begin(received.uploadedAt(), waiting)),
                DocumentDecisions.received(documentId, received.patientId(), ciphertext));
    }

    /**
     * A document of the patient, after the access and its kind are recorded; fails with 404 if there is none that the
     * caller may know of, and with 409 or 410 if it cannot be read in this way.
     */
    public Mono<Snapshot<DocumentState>> read(
            Caller caller, String patientId, String documentId, Interaction interaction) {
        return access.require(caller, patientId, AccessScope.DOCUMENTS_READ)
                .then(find(patientId, documentId))
                .doOnNext(document -> DocumentDecisions.requireReadable(document.state(), interaction))
                .delayUntil(document ->
                        accessLog.record(new Access.Read(patientId, RESOURCE_TYPE, documentId, interaction)));
    }

    /**
     * Lists documents, newest first, after the access is recorded; deleted ones only if the filter asks for them.
     * Unreadable ones are listed whatever the filter asks for.
     */
    public Flux<ListedAggregate<DocumentState>> list(
            Caller caller, String patientId, @Nullable ListPosition after, Predicate<DocumentState> filter) {
        Access.Read listed = new Access.Read(patientId, RESOURCE_TYPE, null, Interaction.SEARCH);
        return access.require(caller, patientId, AccessScope.DOCUMENTS_READ)
                .then(Mono.defer(() -> accessLog.record(listed)))
                .thenMany(aggregates.ofSubject(patientId, after))
                .filter(found -> found.aggregate().mayBe(document -> filter.test(document.state())));
    }

    /** The total size of the patient's documents in bytes, without those that cannot be read. */
    public Mono<Long> sizeOfAll(String patientId) {
        return aggregates
                .ofSubject(patientId, null)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .mapNotNull(document -> document.state().description())
                .reduce(0L, (sum, description) -> sum + description.sizeBytes());
    }

    /**
     * Deletes the document. Staged bytes are removed at once, stored bytes by the worker later. Nobody can read either
     * from now on, as the document's key is gone.
     */
    public Mono<Void> delete(Caller caller, String patientId, String documentId, @Nullable Long expectedVersion) {
        return access.require(caller, patientId, AccessScope.DOCUMENTS_WRITE)
                .then(find(patientId, documentId))
                .flatMap(found ->
                        aggregates.change(documentId, document -> DocumentDecisions.delete(document, expectedVersion)))
                .then(bytes.unstage(documentId));
    }

    /** Applies a report of the worker; staged bytes are removed once the document is stored. */
    public Mono<Void> apply(DocumentProcessed report) {
        String documentId = report.getDocumentId();
        return aggregates
                .change(documentId, document -> DocumentDecisions.apply(document, report))
                .filter(document -> document.state().status() != DocumentStatus.FAILED)
                .flatMap(document -> bytes.unstage(documentId));
    }

    /** Asks the worker again; empty if no reminder is due. */
    public Mono<WorkerWait> driveAgain(String documentId, Instant now) {
        return Mono.defer(() -> {
            AtomicReference<@Nullable WorkerWait> driven = new AtomicReference<>();
            return aggregates
                    .change(documentId, document -> {
                        Decision<DocumentState> decision = DocumentDecisions.driveAgain(document, now, waiting);
                        driven.set(
                                decision instanceof Decision.Accepted<DocumentState> accepted
                                        ? accepted.state().waiting()
                                        : null);
                        return decision;
                    })
                    .mapNotNull(document -> driven.get());
        });
    }

    /**
     * The document, for the holder of a download link, after the use of the link is recorded; fails with 404 if there
     * is none, and with 410 if it was deleted.
     */
    public Mono<Snapshot<DocumentState>> byLink(String documentId) {
        return aggregates
                .find(documentId)
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException))
                .doOnNext(document -> DocumentDecisions.requireReadable(document.state(), Interaction.DOWNLOAD))
                .onErrorResume(
                        Refused.class,
                        refused -> accessLog
                                .record(new Access.Denial(null, DenialReason.INVALID_LINK))
                                .then(Mono.error(refused)))
                .delayUntil(document -> accessLog.record(
                        new Access.LinkUse(document.state().patientId(), RESOURCE_TYPE, documentId, null)));
    }

    /** The patient's document if it is stored. The caller has decided on the access and records it. */
    public Mono<Snapshot<DocumentState>> stored(String patientId, String documentId) {
        return aggregates
                .find(documentId)
                .filter(document -> document.state().patientId().equals(patientId)
                        && document.state().status() == DocumentStatus.STORED);
    }

    /** The current state of a document that the caller was already given. */
    public Mono<Snapshot<DocumentState>> reload(Snapshot<DocumentState> document) {
        return aggregates
                .find(document.id())
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException));
    }

    /**
     * The fate of the staged bytes of a document: removable once nobody needs them any more. If the document does not
     * exist, this rules out that it ever will: its upload may have been suspended, and must not save it once the bytes
     * are gone.
     */
    public Mono<LeftoverFate> fateOfStaged(String documentId) {
        return aggregates
                .find(documentId)
                .map(document -> document.state().objectName() != null
                        || document.state().isDeleted())
                .switchIfEmpty(Mono.defer(() -> aggregates.ruleOut(documentId)))
                .map(unneeded -> unneeded ? LeftoverFate.REMOVABLE : LeftoverFate.OPEN);
    }

    private Mono<Snapshot<DocumentState>> find(String patientId, String documentId) {
        return aggregates
                .find(documentId)
                .onErrorResume(CannotBeRead.class, failure -> access.unreadable(patientId, failure))
                .filterWhen(document -> access.isOf(patientId, document.state().patientId()))
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException));
    }
}

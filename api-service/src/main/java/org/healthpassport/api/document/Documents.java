package org.healthpassport.api.document;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.sweep.LeftoverFate;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.document.DocumentProcessed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The documents of all patients. */
@Component
public final class Documents {
    /** The resource type in audit entries. */
    public static final String RESOURCE_TYPE = "DOCUMENT";

    public static final String COLLECTION = "documents";
    /** The event that a document in {@code RECEIVED} is waiting for. */
    public static final String WORK = EventType.DOCUMENT_STORED.name();

    static final AggregateKind<DocumentState> KIND = new AggregateKind<DocumentState>(
                    COLLECTION,
                    RESOURCE_TYPE,
                    DocumentState.class,
                    DocumentState::patientId,
                    Set.of(),
                    Set.of(KeptDocuments.FAILED, KeptDocuments.STORE),
                    Documents::indexFields)
            .restoredBy(DocumentDecisions.restoration());

    private final Aggregates<DocumentState> aggregates;
    private final PatientAccess access;
    private final DocumentBytes bytes;
    private final WorkerRetrySettings waiting;
    private final DocumentQuota quota;

    Documents(
            AggregateStore store,
            PatientAccess access,
            DocumentBytes bytes,
            WorkerRetrySettings waiting,
            Ids ids,
            Counters counters,
            DocumentSettings settings) {
        this.aggregates = store.of(KIND);
        this.quota = new DocumentQuota(aggregates, ids, counters, settings);
        this.access = access;
        this.bytes = bytes;
        this.waiting = waiting;
    }

    /** The bounds of a patient's documents. */
    public DocumentQuota quota() {
        return quota;
    }

    /** Saves a document whose bytes are staged, durably; room for it must be reserved. */
    public Mono<Snapshot<DocumentState>> create(String documentId, DocumentState received, Ciphertext ciphertext) {
        return aggregates.create(
                documentId,
                received.waiting(WorkerWait.begin(received.uploadedAt(), waiting)),
                DocumentDecisions.received(documentId, received.patientId(), ciphertext));
    }

    /** A document as it was received, for whoever repeats its upload; empty if there is none. */
    public Mono<Snapshot<DocumentState>> received(Caller caller, String patientId, String documentId) {
        DataRequest one =
                new DataRequest(AccessScope.DOCUMENTS_READ, patientId, RESOURCE_TYPE, documentId, Interaction.READ);
        return access.read(
                caller,
                one,
                grant -> aggregates
                        .find(documentId)
                        .filter(document -> document.state().patientId().equals(patientId))
                        .map(document -> new Snapshot<>(
                                documentId,
                                1,
                                document.createdAt(),
                                document.state().asReceived())));
    }

    /** Ensures that no document will ever be created under that id; false if there is one. */
    public Mono<Boolean> ruleOut(String documentId) {
        return aggregates.ruleOut(documentId);
    }

    /**
     * A document of the patient in the form that {@code give} makes of it; refused if there is none that the caller may
     * know of, or if it cannot be read in this way.
     */
    public <T> Mono<T> read(
            Caller caller,
            String patientId,
            String documentId,
            Interaction interaction,
            BiFunction<Grant, Snapshot<DocumentState>, T> give) {
        AccessScope scope = interaction == Interaction.SHARE ? AccessScope.DOCUMENTS_LINK : AccessScope.DOCUMENTS_READ;
        DataRequest one = new DataRequest(scope, patientId, RESOURCE_TYPE, documentId, interaction);
        return access.read(
                caller,
                one,
                grant -> find(grant, documentId)
                        .doOnNext(document -> DocumentDecisions.requireReadable(document.state(), interaction))
                        .map(document -> give.apply(grant, document)));
    }

    /**
     * Documents after the position {@code after}, newest first; deleted ones only if the filter asks for them.
     * Unreadable ones are listed whatever the filter asks for.
     */
    public Flux<ListedAggregate<DocumentState>> list(
            Caller caller, String patientId, @Nullable ListPosition after, Predicate<DocumentState> filter) {
        DataRequest listed = DataRequest.list(AccessScope.DOCUMENTS_READ, patientId, RESOURCE_TYPE);
        return access.list(
                        caller,
                        listed,
                        grant -> aggregates.ofSubject(grant.patientFor(AccessScope.DOCUMENTS_READ), after))
                .filter(found -> found.aggregate().mayBe(document -> filter.test(document.state())));
    }

    /**
     * Deletes the document. Staged bytes are removed at once, stored bytes by the worker later. Nobody can read either
     * from now on, as the document's key is gone.
     */
    public Mono<Void> delete(Caller caller, String patientId, String documentId, IfMatch condition) {
        return access.write(
                caller,
                patientId,
                AccessScope.DOCUMENTS_WRITE,
                grant -> find(grant, documentId)
                        .flatMap(found -> quota.delete(documentId, condition))
                        .then(bytes.unstage(documentId)));
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

    /** The patient of a document whose address does not name one; empty if there is no such document. Gives no data. */
    public Mono<String> patientOf(String documentId) {
        return CannotBeRead.subjectOf(
                aggregates.find(documentId).map(document -> document.state().patientId()));
    }

    /** The document of a download link; refused if there is none, or if it was deleted. */
    public Mono<Snapshot<DocumentState>> ofLink(Grant grant, String documentId) {
        String patientId = grant.patientFor(AccessScope.DOCUMENTS_READ);
        return aggregates
                .find(documentId)
                .filter(document -> document.state().patientId().equals(patientId))
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException))
                .doOnNext(document -> DocumentDecisions.requireReadable(document.state(), Interaction.DOWNLOAD));
    }

    /** The patient's document if it is stored. */
    public Mono<Snapshot<DocumentState>> stored(Grant grant, String documentId) {
        String patientId = grant.patientFor(AccessScope.DOCUMENTS_READ);
        return aggregates
                .find(documentId)
                .filter(document -> document.state().patientId().equals(patientId)
                        && document.state().status() == DocumentStatus.STORED);
    }

    /** The current state of a document that the caller was already given. */
    public Mono<Snapshot<DocumentState>> reload(Grant grant, Snapshot<DocumentState> document) {
        grant.require(AccessScope.DOCUMENTS_READ, document.state().patientId());
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
                .switchIfEmpty(Mono.defer(() -> ruleOut(documentId)))
                .map(unneeded -> unneeded ? LeftoverFate.REMOVABLE : LeftoverFate.OPEN);
    }

    private static Map<String, @Nullable Object> indexFields(DocumentState state) {
        Map<String, @Nullable Object> fields = new HashMap<>(WorkerWait.indexFields(WORK, state.waiting()));
        fields.put(KeptDocuments.FAILED, state.status() == DocumentStatus.FAILED ? KeptDocuments.YES : null);
        fields.put(KeptDocuments.STORE, state.store());
        return fields;
    }

    private Mono<Snapshot<DocumentState>> find(Grant grant, String documentId) {
        return access.ofPatient(
                        grant,
                        aggregates.find(documentId),
                        document -> document.state().patientId())
                .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException));
    }
}

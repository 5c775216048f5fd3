package org.healthpassport.api.document;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.Attempt;
import org.healthpassport.aggregates.counter.CommandFate;
import org.healthpassport.aggregates.counter.CountedCommand;
import org.healthpassport.aggregates.counter.CounterKind;
import org.healthpassport.aggregates.counter.Counters;
import org.healthpassport.aggregates.counter.Demand;
import org.healthpassport.aggregates.counter.Truth;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.edge.condition.IfMatch;
import reactor.core.publisher.Mono;

/**
 * Limits the number and the stored size of one patient's documents. The upload of a document is named by the document's
 * id, its deletion by {@code {documentId}/{commandId}}.
 */
public final class DocumentQuota {
    /** The kind of the counters of documents. */
    public static final String DOCUMENTS = "documents";
    /** The kind of the counters of bytes. */
    public static final String BYTES = "documentBytes";

    private final Aggregates<DocumentState> aggregates;
    private final Ids ids;
    private final Counters counters;
    private final CounterKind documents;
    private final CounterKind bytes;

    DocumentQuota(Aggregates<DocumentState> aggregates, Ids ids, Counters counters, DocumentSettings settings) {
        this.aggregates = aggregates;
        this.ids = ids;
        this.counters = counters;
        this.documents = counters.counting(
                new CounterKind(DOCUMENTS, settings.perPatient(), truth(aggregates::count, document -> 1)));
        this.bytes = counters.counting(new CounterKind(
                BYTES, settings.patientQuota().toBytes(), truth(this::sumOfBytes, DocumentQuota::storedBytes)));
    }

    /**
     * Reserves room for a document.
     *
     * @param fileBytes the least size of its file
     * @param fileBytesAtMost as far as it is known; the room grows up to it
     */
    public Mono<ReservedRoom> reserve(String patientId, String documentId, long fileBytes, long fileBytesAtMost) {
        List<Demand> demands = List.of(new Demand(documents, 1), new Demand(bytes, DocumentSize.expected(fileBytes)));
        return counters.reserve(patientId, documentId, demands)
                .map(made -> new ReservedRoom(counters, documents, bytes, fileBytesAtMost, made.get(0), made.get(1)));
    }

    /** Deletes the document; its bytes are given back once that is durable. */
    Mono<Void> delete(String documentId, IfMatch condition) {
        return Mono.defer(() -> {
            CountedCommand command = new CountedCommand(counters);
            return command.runUntilSettled(aggregates.change(
                            documentId,
                            command.deciding(document -> {
                                Deletion deletion = new Deletion(document.state(), ids.next());
                                return new Attempt<>(
                                        DocumentDecisions.delete(document, condition, deletion.commandId), deletion);
                            }),
                            deletion -> prepare(command, documentId, deletion)))
                    .then();
        });
    }

    private Mono<Void> prepare(CountedCommand command, String documentId, Deletion deletion) {
        DocumentDescription description = deletion.state.description();
        return description == null
                ? Mono.empty()
                : command.prepare(
                        deletion.state.patientId(),
                        documentId + '/' + deletion.commandId,
                        ofDeletion(description.ciphertext().sizeBytes()),
                        Mono.empty(),
                        Mono.empty());
    }

    private List<Demand> ofDeletion(long ciphertextBytes) {
        return List.of(new Demand(bytes, DocumentSize.deleted() - DocumentSize.stored(ciphertextBytes)));
    }

    /** Without those that cannot be read. */
    private Mono<Long> sumOfBytes(String patientId) {
        return aggregates
                .ofSubject(patientId, null)
                .flatMapIterable(
                        listed -> listed.aggregate().ifReadable().stream().toList())
                .reduce(0L, (sum, document) -> sum + storedBytes(document.state()));
    }

    private static long storedBytes(DocumentState document) {
        DocumentDescription description = document.description();
        return description == null
                ? DocumentSize.deleted()
                : DocumentSize.stored(description.ciphertext().sizeBytes());
    }

    private Truth truth(Function<String, Mono<Long>> count, ToLongFunction<DocumentState> amount) {
        return new Truth() {
            @Override
            public Mono<Long> count(String patientId) {
                return count.apply(patientId);
            }

            @Override
            public Mono<CommandFate> fateOf(String commandId, long reserved) {
                int slash = commandId.indexOf('/');
                return slash < 0
                        ? CommandFate.of(aggregates, commandId, document -> created(document.state(), amount, reserved))
                        : CommandFate.of(
                                aggregates,
                                commandId.substring(0, slash),
                                document -> commandId
                                                .substring(slash + 1)
                                                .equals(document.state().deletion())
                                        ? reserved
                                        : null);
            }
        };
    }

    /** The size of a document that was deleted since is not known any more, but what was reserved was enough for it. */
    private static long created(DocumentState document, ToLongFunction<DocumentState> amount, long reserved) {
        return document.isDeleted() ? reserved : amount.applyAsLong(document);
    }

    private record Deletion(DocumentState state, String commandId) {}
}

package org.healthpassport.api.record.resource;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.healthpassport.api.record.tag.OwnTags;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON object that was read for its patient, because its address does not name one; nothing else of it is checked yet. */
public final class ReceivedResource implements ResourceSource {
    private final ObjectNode sent;
    private final Turn turn;

    ReceivedResource(ObjectNode sent, Turn turn) {
        this.sent = sent;
        this.turn = turn;
    }

    /** The name of its type; null if it has none. */
    public @Nullable String type() {
        return text(sent.path("resourceType"));
    }

    /** Its id; null if it has none. */
    public @Nullable String id() {
        return text(sent.path("id"));
    }

    /** Removes the id, which FHIR lets clients send with a creation for nothing (R4, http.html#create). */
    public ReceivedResource withoutId() {
        sent.remove("id");
        return this;
    }

    /** The patient that it refers to; empty if it does not, or cannot. May read the definition of its type. */
    public Optional<String> patientId() {
        return ClinicalRecord.of(sent)
                .flatMap(ClinicalRecord::patientReference)
                .map(reference -> text(reference.path("reference")))
                .filter(reference -> reference.startsWith(SentResource.reference("")))
                .map(reference -> reference.substring(SentResource.reference("").length()));
    }

    @Override
    public Mono<SentResource> take(String patientId, @Nullable String recordId, OwnTags stated) {
        return check(resource -> ResourceCheck.check(resource, patientId, recordId, stated));
    }

    /** The result of a check of its own kind, on the threads for checks. */
    public <T> Mono<T> check(Function<ObjectNode, T> check) {
        return turn.run(() -> check.apply(sent));
    }

    /** Runs checks on the threads for them, each when its turn comes. */
    interface Turn {
        <T> Mono<T> run(Callable<T> check);
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}

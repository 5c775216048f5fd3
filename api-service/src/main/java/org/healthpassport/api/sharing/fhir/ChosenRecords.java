package org.healthpassport.api.sharing.fhir;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.record.annotating.AnnotationSharing;
import org.healthpassport.api.record.annotating.SharedNotes;
import org.healthpassport.api.record.share.RecordSharing;
import org.healthpassport.api.record.share.SharedRecord;
import org.healthpassport.api.record.share.SharedRecordSet;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bundles the records that a patient chose, and nothing else, not even the patient's name. */
@Component
public final class ChosenRecords {
    private static final String INCOMPLETE =
            "Some of the chosen records are missing, as they do not fit into this file.";

    private final RecordSharing records;
    private final AnnotationSharing annotations;
    private final Ids ids;
    private final Clock clock;

    ChosenRecords(RecordSharing records, AnnotationSharing annotations, Ids ids, Clock clock) {
        this.records = records;
        this.annotations = annotations;
        this.ids = ids;
        this.clock = clock;
    }

    /** A Bundle of type {@code collection}, in the order of the choice; empty if none of the records is left. */
    public Mono<LinkResource> of(Grant grant, List<String> recordIds) {
        return records.among(grant, recordIds)
                .filter(found -> !found.records().isEmpty() || found.unreadable() > 0)
                .flatMap(found -> annotations
                        .of(grant, found.records().stream().map(SummaryBundle::annotated))
                        .map(notes -> bundle(grant.patientFor(AccessScope.RECORDS_READ), found, notes)));
    }

    private LinkResource bundle(String patientId, SharedRecordSet found, SharedNotes notes) {
        BundleEntries entries = new BundleEntries().know("Patient", patientId, BundleEntries.fullUrl(ids.next()));
        found.records().forEach(record -> entries.add(record.resource()));
        notes.provenances().forEach(entries::add);
        int unreadable = found.unreadable() + notes.unreadable();
        if (unreadable > 0) {
            entries.add(MissingEntries.unreadable(ids.next(), unreadable));
        }
        if (found.more()) {
            entries.add(MissingEntries.tooLong(ids.next(), List.of(INCOMPLETE)));
        }
        if (notes.more()) {
            entries.add(MissingEntries.tooLong(ids.next(), List.of(MissingEntries.ANNOTATIONS)));
        }
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("id", ids.next())
                .put("type", "collection");
        bundle.set("entry", entries.rewritten());
        return new LinkResource(
                bundle,
                Stream.concat(found.records().stream().map(SharedRecord::lastUpdated), notes.newest().stream())
                        .max(Instant::compareTo)
                        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }
}

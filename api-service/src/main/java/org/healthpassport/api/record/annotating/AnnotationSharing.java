package org.healthpassport.api.record.annotating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.api.record.annotation.AnnotationName;
import org.healthpassport.api.record.annotation.RecordAnnotations;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Loads the annotations of shared records, with one query, as many as fit into a file beside the records. */
@Component
public final class AnnotationSharing {
    static final int MOST = 200;
    private static final int MOST_BYTES = 256 << 10;

    private final RecordAnnotations annotations;
    private final Ids ids;

    AnnotationSharing(RecordAnnotations annotations, Ids ids) {
        this.annotations = annotations;
        this.ids = ids;
    }

    /** The annotations of these records, in their order, the newest of each record first. */
    public Mono<SharedNotes> of(Grant grant, Stream<AnnotatedRecord> shared) {
        List<Beside> all = shared.flatMap(AnnotationSharing::beside).toList();
        List<Beside> asked = all.subList(0, Math.min(all.size(), MOST));
        return annotations
                .find(grant, asked.stream().map(Beside::name).toList())
                .map(found ->
                        notes(grant.patientFor(AccessScope.RECORDS_READ), asked, found, asked.size() < all.size()));
    }

    private static Stream<Beside> beside(AnnotatedRecord record) {
        List<AnnotationName> newestFirst = new ArrayList<>(record.annotations());
        Collections.reverse(newestFirst);
        return newestFirst.stream().map(name -> new Beside(record.address(), name));
    }

    private SharedNotes notes(String patientId, List<Beside> asked, List<ReadResult<Annotation>> found, boolean cut) {
        List<ObjectNode> provenances = new ArrayList<>();
        List<Instant> written = new ArrayList<>();
        int bytes = 0;
        int unreadable = 0;
        boolean more = cut;
        for (int place = 0; place < found.size(); place++) {
            Annotation annotation = found.get(place).ifReadable().orElse(null);
            if (annotation == null) {
                unreadable++;
            } else if (bytes + annotation.bytes() > MOST_BYTES) {
                more = true;
            } else {
                bytes += annotation.bytes();
                written.add(annotation.recordedAt());
                provenances.add(ProvenanceResource.ofSharedAnnotation(
                        ids.next(), asked.get(place).address(), patientId, annotation));
            }
        }
        return new SharedNotes(provenances, written.stream().max(Instant::compareTo), unreadable, more);
    }

    /** An annotation, and the address of the record beside which it stands. */
    private record Beside(String address, AnnotationName name) {}
}

package org.healthpassport.api.record.annotating;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.api.access.Author;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.record.annotation.Annotation;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The annotations that stand beside a health record. */
@RestController
@RequestMapping("/api/patients/{patientId}/records/{recordId}/annotations")
final class AnnotationController {
    private final AnnotatingRecords annotating;
    private final AnnotationReading reading;
    private final PublicUrl publicUrl;

    AnnotationController(AnnotatingRecords annotating, AnnotationReading reading, PublicUrl publicUrl) {
        this.annotating = annotating;
        this.reading = reading;
        this.publicUrl = publicUrl;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<ListedAnnotation>> annotate(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String recordId,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @RequestBody NewAnnotation body) {
        return annotating
                .annotate(
                        caller,
                        patientId,
                        recordId,
                        IdempotencyKey.of(idempotencyKey),
                        AnnotationText.check(body.text()))
                .map(written -> ResponseEntity.created(publicUrl.of("/api/patients/" + patientId + "/records/"
                                + recordId + "/annotations/" + written.number()))
                        .body(ListedAnnotation.of(written)));
    }

    @GetMapping
    Mono<Annotations> list(Caller caller, @PathVariable String patientId, @PathVariable String recordId) {
        return reading.list(caller, patientId, recordId)
                .map(found ->
                        new Annotations(found.stream().map(ListedAnnotation::of).toList()));
    }

    @GetMapping("/{number}")
    Mono<ListedAnnotation> get(
            Caller caller, @PathVariable String patientId, @PathVariable String recordId, @PathVariable long number) {
        return reading.one(caller, patientId, recordId, number).map(ListedAnnotation::of);
    }

    /** @param text 1 to 2,000 characters in one paragraph */
    record NewAnnotation(
            @Schema(example = "I took this for ten years and was never ill from it.") @Nullable
            String text) {
        /** Leaves out personal data, as annotations end up in logs. */
        @Override
        public String toString() {
            return "NewAnnotation[]";
        }
    }

    /** All annotations of a record, the newest first. */
    record Annotations(List<ListedAnnotation> items) {}

    /** An annotation in an answer. */
    @Schema(oneOf = {ReadableAnnotation.class, UnreadableAnnotation.class})
    sealed interface ListedAnnotation {

        static ListedAnnotation of(NumberedAnnotation found) {
            return found.annotation()
                    .fold(
                            annotation -> ReadableAnnotation.of(found.number(), annotation),
                            unreadable -> new UnreadableAnnotation(found.number(), unreadable.view()));
        }
    }

    /**
     * A readable annotation.
     *
     * @param byPatient true if the patient wrote it, and not a representative
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReadableAnnotation(long number, String text, Author author, boolean byPatient, Instant recordedAt)
            implements ListedAnnotation {

        static ReadableAnnotation of(long number, Annotation annotation) {
            return new ReadableAnnotation(
                    number, annotation.text(), annotation.author(), annotation.byPatient(), annotation.recordedAt());
        }

        /** Leaves out personal data, as annotations end up in logs. */
        @Override
        public String toString() {
            return "ReadableAnnotation[" + number + ']';
        }
    }

    /** A stored annotation that cannot be read. */
    record UnreadableAnnotation(long number, Unreadable.View unreadable) implements ListedAnnotation {}
}

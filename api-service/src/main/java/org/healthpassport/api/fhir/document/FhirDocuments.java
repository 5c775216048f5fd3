package org.healthpassport.api.fhir.document;

import java.util.function.Function;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.document.DocumentRefusal;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.Documents;
import org.healthpassport.api.fhir.FhirAnswers;
import org.healthpassport.api.fhir.Preference;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.Interaction;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Documents by FHIR's addresses, which name no patient. A document of a patient whom the caller may not know of does not exist
 * for them.
 */
@Component
final class FhirDocuments {
    private final Documents documents;
    private final FhirAnswers answers;
    private final PublicUrl publicUrl;

    FhirDocuments(Documents documents, FhirAnswers answers, PublicUrl publicUrl) {
        this.documents = documents;
        this.answers = answers;
        this.publicUrl = publicUrl;
    }

    /** The document as a resource; refused if it was deleted. */
    Mono<ResponseEntity<byte[]>> read(Caller caller, String documentId) {
        return ofPatient(
                documentId,
                patientId -> documents.read(
                        caller,
                        patientId,
                        documentId,
                        Interaction.READ,
                        (grant, document) -> ResponseEntity.ok()
                                .eTag(IfMatch.entityTag(document.version()))
                                .body(DocumentResource.of(document, publicUrl))));
    }

    /** The answer to a creation; refused if the document was deleted since, as a repeat can find it. */
    ResponseEntity<byte[]> created(Snapshot<DocumentState> document, Preference preference) {
        return answers.preferred(
                ResponseEntity.created(publicUrl.of(DocumentResource.path(document.id())))
                        .contentType(MediaType.parseMediaType(RecordAnswer.FHIR_JSON))
                        .eTag(IfMatch.entityTag(document.version())),
                preference,
                DocumentResource.of(document, publicUrl),
                document.version());
    }

    Mono<Void> delete(Caller caller, String documentId, IfMatch condition) {
        return ofPatient(documentId, patientId -> documents.delete(caller, patientId, documentId, condition));
    }

    /** Does something for the patient of a document. */
    <T> Mono<T> ofPatient(String documentId, Function<String, Mono<T>> use) {
        return AccessRefusal.orElse(
                DocumentRefusal.NoSuchDocument::new,
                documents
                        .patientOf(documentId)
                        .switchIfEmpty(Mono.error(new DocumentRefusal.NoSuchDocument()::asException))
                        .flatMap(use));
    }
}

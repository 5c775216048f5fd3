package org.healthpassport.api.document.metadata;

import java.util.function.Predicate;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.DocumentStatus;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.api.document.Documents;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.edge.url.PublicUrl;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The metadata of a patient's documents, and their deletion. */
@RestController
@RequestMapping("/api/patients/{patientId}/documents")
final class DocumentController {
    private final Documents documents;
    private final PageAnswers answers;
    private final PublicUrl publicUrl;

    DocumentController(Documents documents, PageAnswers answers, PublicUrl publicUrl) {
        this.documents = documents;
        this.answers = answers;
        this.publicUrl = publicUrl;
    }

    @GetMapping
    Mono<ResponseEntity<Page<DocumentEntry>>> list(
            Caller caller,
            @PathVariable String patientId,
            @RequestParam @Nullable DocumentType type,
            @RequestParam @Nullable DocumentStatus status,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return answers.<DocumentState, DocumentEntry>page(
                        documents.list(caller, patientId, page.after(), matching(type, status)),
                        page,
                        document -> DocumentView.of(document, publicUrl),
                        UnreadableDocument::of)
                .map(found -> answers.answer(request, found));
    }

    @GetMapping("/{documentId}")
    Mono<ResponseEntity<DocumentView>> get(
            Caller caller, @PathVariable String patientId, @PathVariable String documentId) {
        return documents.read(
                caller,
                patientId,
                documentId,
                Interaction.READ,
                (grant, document) -> ResponseEntity.ok()
                        .eTag(IfMatch.entityTag(document.version()))
                        .body(DocumentView.of(document, publicUrl)));
    }

    @DeleteMapping("/{documentId}")
    Mono<ResponseEntity<Void>> delete(
            Caller caller,
            @PathVariable String patientId,
            @PathVariable String documentId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        return documents
                .delete(caller, patientId, documentId, IfMatch.optional(ifMatch).butNot(ifNoneMatch))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static Predicate<DocumentState> matching(@Nullable DocumentType type, @Nullable DocumentStatus status) {
        return state -> (type == null || state.type() == type)
                && (status == null ? !state.isDeleted() : state.status() == status);
    }
}

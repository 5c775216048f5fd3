package org.healthpassport.api.document.failed;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/admin/documents}: the documents that could not be stored, for administrators. */
@RestController
@RequestMapping("/api/admin/documents")
final class FailedDocumentController {
    private final KeptDocuments documents;
    private final PageAnswers answers;

    FailedDocumentController(KeptDocuments documents, PageAnswers answers) {
        this.documents = documents;
        this.answers = answers;
    }

    /** The only status for which an operator can do something. */
    enum Status {
        FAILED
    }

    @Operation(
            summary = "List the documents that could not be stored",
            description = "Newest first, without anything about their content. Their bytes are kept.")
    @GetMapping
    Mono<ResponseEntity<Page<FailedDocumentView>>> list(
            @Parameter(example = "FAILED") @RequestParam Status status,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return answers.<DocumentState, FailedDocumentView>page(
                        documents.failed(page.after()),
                        page,
                        FailedDocumentView::of,
                        unreadable -> FailedDocumentView.unreadable(unreadable.id()))
                .map(found -> answers.answer(request, found));
    }

    @Operation(
            summary = "Try to store a document again",
            description = "The worker gets the document once more. 409 if it did not fail.")
    @PostMapping("/{documentId}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> retry(@PathVariable String documentId) {
        return documents.retry(documentId);
    }
}

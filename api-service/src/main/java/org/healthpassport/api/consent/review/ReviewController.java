package org.healthpassport.api.consent.review;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.api.consent.emergency.EmergencyAccessState;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/hospitals/{hospitalId}/emergency-accesses}: a hospital reviews the emergency accesses of its doctors. */
@RestController
class ReviewController {
    private static final String OF_HOSPITAL = "/api/hospitals/{hospitalId}/emergency-accesses";

    private final Reviewing reviewing;
    private final Grantees grantees;
    private final PageAnswers answers;

    ReviewController(Reviewing reviewing, Grantees grantees, PageAnswers answers) {
        this.reviewing = reviewing;
        this.grantees = grantees;
        this.answers = answers;
    }

    @Operation(
            summary = "List the emergency accesses of a hospital's doctors",
            description = "For that hospital, and for auditors, who do not see the reason and the note. Newest first;"
                    + " reviewed=false lists those that await review.")
    @GetMapping(OF_HOSPITAL)
    Mono<ResponseEntity<Page<ReviewEntry>>> list(
            Caller caller,
            @PathVariable String hospitalId,
            @RequestParam(required = false) @Nullable Boolean reviewed,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        boolean withTexts = caller.isHospital(hospitalId);
        return answers.<EmergencyAccessState, Map<Grantee, String>, ReviewEntry>page(
                        reviewing.list(caller, hospitalId, reviewed, page.after()),
                        page,
                        found -> reviewing.recordSeen(found).then(grantees.names(doctorsIn(found))),
                        (access, names) -> ReviewedAccess.of(access, names, withTexts),
                        UnreadableAccess::of)
                .map(found -> answers.answer(request, found));
    }

    @Operation(
            summary = "Review an emergency access",
            description =
                    "For that hospital, once. A finding that it was not justified ends an access that still runs.")
    @PostMapping(OF_HOSPITAL + "/{id}/review")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> review(
            Caller caller,
            @PathVariable String hospitalId,
            @PathVariable String id,
            @RequestBody ReviewRequest request) {
        return reviewing.review(caller, hospitalId, id, request);
    }

    private static List<Grantee> doctorsIn(List<Snapshot<EmergencyAccessState>> found) {
        return found.stream()
                .map(access -> ReviewedAccess.doctor(access.state()))
                .toList();
    }
}

package org.healthpassport.api.trail.rebuild;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/admin/accesses/rebuild}: repairs the trails of all patients, for administrators. */
@RestController
@RequestMapping("/api/admin/accesses/rebuild")
class RebuildController {
    private final Rebuilding rebuilding;

    RebuildController(Rebuilding rebuilding) {
        this.rebuilding = rebuilding;
    }

    @Operation(
            summary = "Rebuild who looked",
            description =
                    "Reads everything that Kafka still has and writes each patient's list of accesses again: what is"
                            + " missing or damaged is repaired, and what is older than Kafka's retention stays as it is. The service"
                            + " runs on meanwhile. 409 while one is running.")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RebuildView> start() {
        return rebuilding.start().map(RebuildView::of);
    }

    @Operation(summary = "Show the newest rebuild")
    @GetMapping
    Mono<RebuildView> newest() {
        return rebuilding.newest().map(RebuildView::of).defaultIfEmpty(RebuildView.never());
    }
}

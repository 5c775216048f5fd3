package org.healthpassport.api.document.moving;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/admin/document-moves}: moves documents to the stores for new ones, for administrators. */
@RestController
@RequestMapping("/api/admin/document-moves")
class MoveController {
    private final Moving moving;
    private final AccessLog accessLog;
    private final Ids ids;

    MoveController(Moving moving, AccessLog accessLog, Ids ids) {
        this.moving = moving;
        this.accessLog = accessLog;
        this.ids = ids;
    }

    @Operation(
            summary = "Move documents to the stores for new ones",
            description =
                    "Moves every document that lies in a store of STORAGE_FORMER_URLS. The service runs on meanwhile,"
                            + " and a move goes on after a restart. 409 while one is running.")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<MoveView> start() {
        String id = ids.next();
        return moving.requireNoneRuns()
                .then(Mono.defer(() -> accessLog.record(new Access.DocumentMove(id))))
                .then(Mono.defer(() -> moving.start(id)));
    }

    @Operation(summary = "Show the newest move, and where documents lie")
    @GetMapping
    Mono<MoveView> newest() {
        return moving.newest();
    }
}

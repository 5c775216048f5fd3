package org.healthpassport.api.keyrotation;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.rotation.KeyRotation;
import org.healthpassport.aggregates.rotation.Rotation;
import org.healthpassport.aggregates.rotation.RotationRefusal;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/admin/key-rotations}: rotates the key-encryption keys before it is due, for administrators. */
@RestController
@RequestMapping("/api/admin/key-rotations")
class RotationController {
    private final KeyRotation<KeyPurpose> rotation;
    private final AccessLog accessLog;
    private final Ids ids;

    RotationController(KeyRotation<KeyPurpose> rotation, AccessLog accessLog, Ids ids) {
        this.rotation = rotation;
        this.accessLog = accessLog;
        this.ids = ids;
    }

    @Operation(
            summary = "Rotate the key-encryption keys",
            description =
                    "Makes a new version of each key, wraps all key documents again, and destroys the old versions. The new"
                            + " versions wait until a backup has them, by default for a day; the rest takes a few minutes. The service"
                            + " runs on meanwhile. Documents and records are not touched. It also happens by itself, by default every"
                            + " 30 days. 409 while one is running.")
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RotationView> start() {
        String id = ids.next();
        return rotation.newest()
                .filter(Rotation::isRunning)
                .flatMap(running -> Mono.<Rotation>error(new RotationRefusal.AlreadyRunning()::asException))
                .then(Mono.defer(() -> accessLog.record(new Access.KeyRotation(id))))
                .then(Mono.defer(() -> rotation.begin(id)))
                .map(RotationView::of);
    }

    @Operation(summary = "Show the newest rotation of the key-encryption keys")
    @GetMapping
    Mono<RotationView> newest() {
        return rotation.newest().map(RotationView::of).defaultIfEmpty(RotationView.never());
    }
}

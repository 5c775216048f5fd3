package org.healthpassport.api.keyrotation;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.aggregates.eventkey.EventKeyRefusal;
import org.healthpassport.aggregates.eventkey.EventKeyVersions;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.rotation.KeyRotation;
import org.healthpassport.aggregates.rotation.Rotation;
import org.healthpassport.aggregates.rotation.RotationRefusal;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /api/admin/event-keys}: the keys by which services know each other's events, for administrators. */
@RestController
@RequestMapping("/api/admin/event-keys")
class EventKeyController {
    private final KeyRotation<String> rotation;
    private final EventKeyVersions versions;
    private final AccessLog accessLog;
    private final Ids ids;

    EventKeyController(KeyRotation<String> rotation, EventKeyVersions versions, AccessLog accessLog, Ids ids) {
        this.rotation = rotation;
        this.versions = versions;
        this.accessLog = accessLog;
        this.ids = ids;
    }

    @Operation(
            summary = "Show the keys of events",
            description =
                    "The keys by which services know who wrote an event, with their versions, and the newest rotation. To"
                            + " know what still names an old version, everything that Kafka has is read in the background, so"
                            + " usedBy may come with a later request.")
    @GetMapping
    Mono<EventKeysView> list() {
        return versions.list()
                .zipWith(rotation.newest().map(RotationView::ofEventKeys).defaultIfEmpty(RotationView.never()))
                .map(found -> EventKeysView.of(found.getT2(), found.getT1()));
    }

    @Operation(
            summary = "Rotate the keys of events",
            description =
                    "Makes a new version of each key. When a backup has it, by default after a day, and each service knows it,"
                            + " events are proven with it. Old versions stay for events that were written before. 409 while one is"
                            + " running.")
    @PostMapping("/rotations")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<RotationView> rotate() {
        String id = ids.next();
        return rotation.newest()
                .filter(Rotation::isRunning)
                .flatMap(running -> Mono.<Void>error(new RotationRefusal.AlreadyRunning()::asException))
                .then(versions.requireRoom())
                .then(Mono.defer(() -> accessLog.record(new Access.EventKeyRotation(id))))
                .then(Mono.defer(() -> rotation.begin(id)))
                .map(RotationView::ofEventKeys);
    }

    @Operation(
            summary = "Destroy an old version of a key of events",
            description =
                    "409 while a waiting event, a dead letter or a record in Kafka names it. 503 until that is known. Restored"
                            + " backups of MongoDB may have events that name it; these are not sent any more.")
    @DeleteMapping("/{name}/versions/{version}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> destroy(@PathVariable String name, @PathVariable String version) {
        return Mono.fromCallable(() -> id(version))
                .flatMap(id -> versions.requireUnused(name, id)
                        .then(Mono.defer(() -> accessLog.record(new Access.EventKeyDestruction(name, version))))
                        .then(Mono.defer(() -> versions.destroy(name, id))));
    }

    /** An unsigned number, as the file of the key has it. */
    private static int id(String version) {
        try {
            return Integer.parseUnsignedInt(version);
        } catch (NumberFormatException none) {
            throw new EventKeyRefusal.NoSuchVersion().asException();
        }
    }
}

package org.healthpassport.aggregates.eventkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.healthpassport.aggregates.eventkey.EventKey.State;
import org.healthpassport.aggregates.eventkey.EventKey.Version;
import org.healthpassport.aggregates.eventkey.KeyUses.Named;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.rotation.KeyRotation;
import org.healthpassport.aggregates.rotation.Rotation;
import org.healthpassport.aggregates.rotation.RotationRefusal;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.KeyVersions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The versions of the keys of events, for administrators. Old ones stay until somebody destroys them. */
public final class EventKeyVersions {
    private static final Logger log = LoggerFactory.getLogger(EventKeyVersions.class);
    /** Enough for a rotation each month while Kafka keeps dead letters for half a year. */
    private static final int MOST = 10;

    private final Supplier<MacKeyFolder> keys;
    private final KeyRotation<String> rotation;
    private final KeyUses uses;

    EventKeyVersions(Supplier<MacKeyFolder> keys, KeyRotation<String> rotation, KeyUses uses) {
        this.keys = keys;
        this.rotation = rotation;
        this.uses = uses;
    }

    /** All keys with their versions. Asks for the use of old ones, so that a later call has it. */
    public Mono<List<EventKey>> list() {
        return now().map(now -> now.versions().entrySet().stream()
                .map(key -> new EventKey(key.getKey(), versions(key.getKey(), key.getValue(), now)))
                .toList());
    }

    /** Fails with an {@link EventKeyRefusal} if a key has too many versions to get another one. */
    public Mono<Void> requireRoom() {
        return now().flatMap(now -> now.versions().values().stream()
                        .anyMatch(versions -> versions.ids().size() >= MOST)
                ? Mono.error(new EventKeyRefusal.TooManyVersions(MOST)::asException)
                : Mono.empty());
    }

    /** Fails with a {@link Refusal} if a version cannot be destroyed now. */
    public Mono<Void> requireUnused(String name, int version) {
        return unused(name, version).then();
    }

    /** Destroys an old version that nothing names; fails as {@link #requireUnused} does. */
    public Mono<Void> destroy(String name, int version) {
        return unused(name, version)
                .flatMap(seen -> Mono.fromCallable(() -> destroyed(name, seen, version))
                        .subscribeOn(Schedulers.boundedElastic()))
                .filter(destroyed -> destroyed)
                .switchIfEmpty(Mono.error(new EventKeyRefusal.Changed()::asException))
                .then();
    }

    private boolean destroyed(String name, KeyVersions seen, int version) {
        try {
            boolean destroyed = keys.get().destroy(name, seen, version);
            if (destroyed) {
                log.info("The version {} of the key {} is destroyed", Integer.toUnsignedString(version), name);
            }
            return destroyed;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Expected to write the file of the key %s, but it failed.".formatted(name), e);
        }
    }

    /** The versions of the key, if that one can be destroyed. */
    private Mono<KeyVersions> unused(String name, int version) {
        return now().flatMap(now -> {
            KeyVersions versions = now.versions().get(name);
            Optional<Refusal> refusal = versions == null
                    ? Optional.of(new EventKeyRefusal.NoSuchVersion())
                    : refusal(versions, version, now.isRotating(), use(name, version, now));
            return refusal.map(refused -> Mono.<KeyVersions>error(refused::asException))
                    .orElseGet(() -> Mono.justOrEmpty(versions));
        });
    }

    /**
     * The decision whether a version may be destroyed.
     *
     * @param use as it was counted since the version is old; empty if it was not
     */
    static Optional<Refusal> refusal(KeyVersions versions, int version, boolean isRotating, Optional<KeyUse> use) {
        if (!versions.ids().contains(version)) {
            return Optional.of(new EventKeyRefusal.NoSuchVersion());
        }
        if (!versions.older().contains(version)) {
            return Optional.of(new EventKeyRefusal.NotOld());
        }
        // Until it is over, some process may still prove events with the version.
        if (isRotating) {
            return Optional.of(new RotationRefusal.AlreadyRunning());
        }
        if (use.isEmpty()) {
            return Optional.of(new EventKeyRefusal.NotCounted());
        }
        return use.filter(counted -> !counted.isNone()).map(EventKeyRefusal.StillNamed::new);
    }

    /** @param rotationId the newest one; empty if there was none */
    private record Now(String rotationId, boolean isRotating, Map<String, KeyVersions> versions) {}

    /** The rotation is read first: if it is over then, no process uses an old version. */
    private Mono<Now> now() {
        return rotation.newest()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(newest -> Mono.fromCallable(() -> new Now(
                                newest.map(Rotation::id).orElse(""),
                                newest.filter(Rotation::isRunning).isPresent(),
                                stored()))
                        .subscribeOn(Schedulers.boundedElastic()))
                .doOnNext(this::ask);
    }

    private Map<String, KeyVersions> stored() {
        MacKeyFolder folder = keys.get();
        Map<String, KeyVersions> stored = new TreeMap<>();
        folder.names().forEach(name -> stored.put(name, folder.versions(name)));
        return stored;
    }

    private void ask(Now now) {
        Set<Named> old = new HashSet<>();
        now.versions().forEach((name, versions) -> versions.older().forEach(id -> old.add(named(name, id))));
        if (!old.isEmpty() && !now.isRotating()) {
            uses.ask(now.rotationId(), old);
        }
    }

    private List<Version> versions(String name, KeyVersions versions, Now now) {
        return versions.ids().stream()
                .map(id -> versions.older().contains(id)
                        ? new Version(id, State.OLD, use(name, id, now))
                        : new Version(id, id == versions.primary() ? State.PRIMARY : State.ANNOUNCED, Optional.empty()))
                .toList();
    }

    private Optional<KeyUse> use(String name, int version, Now now) {
        return now.isRotating() ? Optional.empty() : uses.of(now.rotationId(), named(name, version));
    }

    private static Named named(String name, int version) {
        return new Named(EventKeys.readerOf(name), version);
    }
}

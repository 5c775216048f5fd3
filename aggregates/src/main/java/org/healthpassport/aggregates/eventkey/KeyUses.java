package org.healthpassport.aggregates.eventkey;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.healthpassport.aggregates.outbox.WaitingMacs;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.bus.history.KafkaMacs;
import org.healthpassport.events.Service;
import org.healthpassport.vault.key.file.SealedVersion;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts, when somebody asked, the events that name versions of keys. It reads all that Kafka has, which takes its time, so it
 * is done in the background. Nothing is proven with a version that was old before the count began, so nothing names it later that
 * did not then. Waiting events are counted before those in Kafka, as each is removed only when Kafka has it.
 */
final class KeyUses implements Sweep {
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Enough for some 100 million records. */
    private static final Duration COUNTED_WITHIN = Duration.ofMinutes(30);
    /** Each count reads everything. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final WaitingMacs waiting;
    private final KafkaMacs kafka;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable Question> asked = new AtomicReference<>();
    private volatile @Nullable Answer newest;

    /** @param nanoTime as {@link System#nanoTime} */
    KeyUses(WaitingMacs waiting, KafkaMacs kafka, LongSupplier nanoTime) {
        this.waiting = waiting;
        this.kafka = kafka;
        this.nanoTime = nanoTime;
    }

    /** A version of a key, as an event names it: by the service that reads the event, and an id that Tink drew at random. */
    record Named(Service reader, int version) {}

    /** @param rotationId the newest rotation, which is over: the versions are old since then */
    private record Question(String rotationId, Set<Named> versions) {}

    private record Answer(String rotationId, Map<Named, KeyUse> uses, long since) {}

    /** Asks for a count of old versions, unless there is a recent one. */
    void ask(String rotationId, Set<Named> versions) {
        Answer known = newest;
        if (known == null
                || !known.rotationId().equals(rotationId)
                || !known.uses().keySet().containsAll(versions)
                || nanoTime.getAsLong() - known.since() > AGAIN_AFTER.toNanos()) {
            asked.set(new Question(rotationId, Set.copyOf(versions)));
        }
    }

    /** The use of an old version, as it was counted after a rotation; empty if it was not. */
    Optional<KeyUse> of(String rotationId, Named version) {
        Answer known = newest;
        return known != null && known.rotationId().equals(rotationId)
                ? Optional.ofNullable(known.uses().get(version))
                : Optional.empty();
    }

    @Override
    public String what() {
        return "the uses of keys of events";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        Question question = asked.getAndSet(null);
        return question == null
                ? Mono.empty()
                : Mono.<Void>fromRunnable(() -> count(question)).subscribeOn(Schedulers.boundedElastic());
    }

    private void count(Question question) {
        Map<Named, KeyUse> uses = new HashMap<>();
        question.versions().forEach(version -> uses.put(version, KeyUse.NONE));
        waiting.all().doOnNext(macs -> add(KeyUse.PENDING_EVENT, macs, uses)).blockLast(COUNTED_WITHIN);
        kafka.read(
                COUNTED_WITHIN,
                (macs, isDeadLetter) -> add(isDeadLetter ? KeyUse.DEAD_LETTER : KeyUse.RECORD, macs, uses));
        newest = new Answer(question.rotationId(), Map.copyOf(uses), nanoTime.getAsLong());
    }

    private static void add(KeyUse one, Map<Service, byte[]> macs, Map<Named, KeyUse> uses) {
        macs.forEach((reader, mac) -> {
            OptionalInt version = SealedVersion.of(mac);
            if (version.isPresent()) {
                uses.computeIfPresent(new Named(reader, version.getAsInt()), (named, use) -> use.plus(one));
            }
        });
    }
}

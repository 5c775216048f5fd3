package org.healthpassport.aggregates.idempotency;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.healthpassport.aggregates.idempotency.KeyDocuments.KeyDocument;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Creates once, however often a client repeats its request with the same {@link IdempotencyKey} within 24 hours. The
 * document of the key names the aggregate before that is created; the aggregate alone tells whether it was.
 *
 * <pre>
 *   no document ------> insert it, then create ---refused---> remove it
 *   document of this content
 *     aggregate exists -------> the first answer, rebuilt
 *     lease is valid ---------> StillRunning
 *     lease is over ----------> rule the aggregate's id out, take the key for a new id, then create
 *   document of other content > OtherContent
 * </pre>
 *
 * <p>The lease only decides when a repeat takes over. Once the id is ruled out, the attempt before cannot commit any
 * more, however long it stood still; the sweeps remove what it has left.
 */
@Component
public final class IdempotentCreations {
    /** The time for which a key counts. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    /** Longer than a registration may take, which is the slowest creation; uploads ask once their bytes are staged. */
    static final Duration LEASE = Duration.ofSeconds(40);

    /** Until then, whoever comes later rules out what the first has begun. */
    private static final Duration ALONE_FOR = LEASE.multipliedBy(2);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration CLEAN_UP_WITHIN = Duration.ofSeconds(1);
    /** The key may be removed, or not be durable yet, between a failed insert and the look at it. */
    private static final int LOOKS = 3;

    private final KeyDocuments keys;
    private final SharedSecret<KeyedDigest> digestKey;
    private final Clock clock;

    IdempotentCreations(KeyDocuments keys, SharedSecret<KeyedDigest> idempotencyDigestKey, Clock clock) {
        this.keys = keys;
        this.digestKey = idempotencyDigestKey;
        this.clock = clock;
    }

    /**
     * Creates under a new id, or gives the answer of the first request with the same key.
     *
     * @param newId never used before
     * @return fails as the creation does, or refused with an {@link IdempotencyRefusal}
     */
    public <T> Mono<T> create(KeyedRequest request, String newId, Creation<T> creation) {
        return Mono.defer(() -> {
            IdempotencyKey key = request.key();
            if (key == null) {
                return creation.create().apply(newId);
            }
            String id = idOf(request, key);
            byte[] content = digest(id, creation.content().get());
            return attempt(new Attempt<>(id, content, newId, creation, LIFETIME), LOOKS);
        });
    }

    /**
     * Creates under a new id while no other request with the same key does; the key ends with the request. For creations that
     * find out by themselves if there is something to create.
     *
     * @param request with a key
     * @param newId never used before
     * @return fails as the creation does, or refused with an {@link IdempotencyRefusal}
     */
    public <T> Mono<T> alone(KeyedRequest request, String newId, Creation<T> creation) {
        return Mono.defer(() -> {
            String id = idOf(request, Objects.requireNonNull(request.key()));
            byte[] content = digest(id, creation.content().get());
            return attempt(new Attempt<>(id, content, newId, creation, ALONE_FOR), LOOKS)
                    .delayUntil(done -> cleanUp(keys.remove(id, newId)));
        });
    }

    /** True if a request with this key was there before, so that its repeat may need nothing new. */
    public Mono<Boolean> isKnown(KeyedRequest request) {
        return Mono.defer(() -> {
            IdempotencyKey key = request.key();
            return key == null
                    ? Mono.just(false)
                    : keys.find(idOf(request, key))
                            .filter(found -> !isExpired(found))
                            .hasElement();
        });
    }

    private <T> Mono<T> attempt(Attempt<T> attempt, int looksLeft) {
        if (looksLeft == 0) {
            return stillRunning();
        }
        Instant now = clock.instant();
        KeyDocument first = new KeyDocument(
                attempt.id, attempt.content, attempt.newId, now.plus(LEASE), now.plus(attempt.lifetime));
        return keys.insert(first)
                .flatMap(inserted -> inserted
                        ? run(attempt)
                        : keys.find(attempt.id)
                                .flatMap(found -> isExpired(found)
                                        ? keys.remove(found.id(), found.resourceId())
                                                .then(attempt(attempt, looksLeft - 1))
                                        : repeat(attempt, found))
                                .switchIfEmpty(Mono.defer(() -> attempt(attempt, looksLeft - 1))));
    }

    private boolean isExpired(KeyDocument key) {
        return !clock.instant().isBefore(key.expiresAt());
    }

    private <T> Mono<T> repeat(Attempt<T> attempt, KeyDocument found) {
        if (!MessageDigest.isEqual(attempt.content, found.contentDigest())) {
            return Mono.error(new IdempotencyRefusal.OtherContent()::asException);
        }
        return attempt.creation
                .rebuild()
                .apply(found.resourceId())
                .switchIfEmpty(Mono.defer(() ->
                        clock.instant().isBefore(found.leasedUntil()) ? stillRunning() : takeOver(attempt, found)));
    }

    private <T> Mono<T> takeOver(Attempt<T> attempt, KeyDocument found) {
        return attempt.creation
                .ruleOut()
                .apply(found.resourceId())
                .flatMap(ruledOut -> ruledOut ? take(attempt, found) : createdMeanwhile(attempt, found));
    }

    private <T> Mono<T> take(Attempt<T> attempt, KeyDocument found) {
        return keys.take(
                        attempt.id,
                        found.resourceId(),
                        attempt.newId,
                        clock.instant().plus(LEASE))
                .flatMap(taken -> taken ? run(attempt) : stillRunning());
    }

    private static <T> Mono<T> createdMeanwhile(Attempt<T> attempt, KeyDocument found) {
        return attempt.creation
                .rebuild()
                .apply(found.resourceId())
                .switchIfEmpty(Mono.error(new IdempotencyRefusal.CreatedAndGone()::asException));
    }

    /** If the clean-up fails as well, the lease ends by itself. */
    private <T> Mono<T> run(Attempt<T> attempt) {
        return Mono.usingWhen(
                Mono.just(attempt),
                running -> running.creation.create().apply(running.newId),
                done -> Mono.empty(),
                (failed, failure) ->
                        cleanUp(failure instanceof Refused ? keys.remove(failed.id, failed.newId) : release(failed)),
                cancelled -> cleanUp(release(cancelled)));
    }

    private <T> Mono<Void> release(Attempt<T> attempt) {
        return Mono.defer(() -> keys.release(attempt.id, attempt.newId, clock.instant()));
    }

    private static Mono<Void> cleanUp(Mono<Void> step) {
        return step.timeout(CLEAN_UP_WITHIN).onErrorComplete();
    }

    private static <T> Mono<T> stillRunning() {
        return Mono.error(new IdempotencyRefusal.StillRunning(SOON)::asException);
    }

    private String idOf(KeyedRequest request, IdempotencyKey key) {
        return digestKey.get().index("idempotency-key", request.caller(), request.route(), key.value());
    }

    /** The same content has another digest with every key, so that nobody can see that two are the same. */
    private byte[] digest(String id, byte[] content) {
        byte[] name = AssociatedData.of("idempotency-content", id);
        return digestKey
                .get()
                .of(ByteBuffer.allocate(name.length + content.length)
                        .put(name)
                        .put(content)
                        .array());
    }

    private static final class Attempt<T> {
        private final String id;
        private final byte[] content;
        private final String newId;
        private final Creation<T> creation;
        private final Duration lifetime;

        private Attempt(String id, byte[] content, String newId, Creation<T> creation, Duration lifetime) {
            this.id = id;
            this.content = content;
            this.newId = newId;
            this.creation = creation;
            this.lifetime = lifetime;
        }
    }
}

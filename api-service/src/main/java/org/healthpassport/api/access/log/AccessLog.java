package org.healthpassport.api.access.log;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.stamp.Client;
import org.healthpassport.aggregates.stamp.Stamper;
import org.healthpassport.aggregates.stamp.Stamps;
import org.healthpassport.api.access.Tried;
import org.healthpassport.events.access.DenialReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Records accesses. A request waits for {@link #record} before it answers, so that no data is sent without a trace: a
 * request that cannot be recorded is not answered.
 *
 * <pre>
 *   request --record--> stamped --> BatchWriter --one insert for all that wait--> accessBatches --relay--> Kafka
 *                          |
 *                          +-- the 21st failure of a source in a minute --> RepeatedFailures --one event a minute--+
 * </pre>
 */
@Component
public final class AccessLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** The time that a stop waits for merged failures to be recorded; after that they are lost. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    private final AccessWriter writer;
    private final Stamps stamps;
    private final Ids ids;
    private final Clock clock;
    private final RepeatedFailures repeated = new RepeatedFailures();
    private final Disposable running;

    AccessLog(AccessWriter writer, Stamps stamps, Ids ids, Clock clock) {
        this.writer = writer;
        this.stamps = stamps;
        this.ids = ids;
        this.clock = clock;
        this.running = Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> writeMerged(repeated.ended(clock.instant())), 1)
                .subscribe();
    }

    /**
     * Completes once the access is durable. Failures of callers who are not signed in, and about no patient, are
     * recorded one by one up to 20 per source, reason and minute; further ones are only counted, and recorded together
     * when the minute has ended. Fails with {@link AccessNotRecorded} if the access could not be recorded, or if that is
     * uncertain.
     */
    public Mono<Void> record(Access access) {
        return Mono.deferContextual(context -> {
            Actor current = Actor.in(context);
            Actor own = access.actor();
            return isMerged(access, current, Client.in(context))
                    ? Mono.empty()
                    : write(access.of(Tried.in(context)), 1, own == null ? current : own);
        });
    }

    /**
     * Refuses something, once its denial, about no patient that is known, is recorded as by {@link #record}.
     *
     * @return fails with the refusal, or with {@link AccessNotRecorded}
     */
    public <T> Mono<T> deny(DenialReason reason, Throwable refusal) {
        return record(new Access.Denial(null, reason)).then(Mono.error(refusal));
    }

    private boolean isMerged(Access access, Actor actor, Optional<Client> client) {
        Enum<?> failure = access.failure();
        return failure != null
                && access.patientId() == null
                && actor.isAnonymous()
                && client.isPresent()
                && repeated.merges(client.get(), failure, clock.instant());
    }

    private Mono<Void> write(Access access, int occurrences, Actor actor) {
        return stamper(access, actor)
                .map(stamper -> PreparedAccess.of(access, occurrences, stamper, ids.next(), clock.instant()))
                .flatMap(writer::write);
    }

    /**
     * A failed login is sealed with the same keys whether there is such an account or not, as the response time would
     * tell.
     */
    private Mono<Stamper> stamper(Access access, Actor actor) {
        if (access instanceof Access.FailedLogin) {
            return stamps.ofNobody(actor);
        }
        String patientId = access.patientId();
        if (patientId != null) {
            return stamps.ofPatient(actor, patientId);
        }
        return actor.isAccount() ? stamps.ofAccount(actor, actor.id()) : stamps.ofNobody(actor);
    }

    /** Failures that cannot be recorded now stay counted and are tried again. */
    private Mono<Void> writeMerged(List<RepeatedFailures.Merged> ended) {
        return Flux.fromIterable(ended)
                .concatMap(merged -> write(merged.access(), merged.occurrences(), Actor.ANONYMOUS)
                        .contextWrite(merged.client()::into)
                        .onErrorResume(failure -> {
                            log.warn(
                                    "Expected to record repeated failures, but it failed: {}; trying again next minute",
                                    failure.getClass().getName());
                            repeated.putBack(merged);
                            return Mono.empty();
                        }))
                .then();
    }

    @Override
    public void close() {
        running.dispose();
        writeMerged(repeated.all()).block(STOPS_WITHIN);
    }
}

package org.healthpassport.api.identity.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.Document;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Slows down those who guess passwords and codes. Failures count for the address, and for the pair of account and address.
 * For addresses from which nobody signed in to the account in the last 90 days, they count for the account as well; so
 * whoever attacks an account from many addresses slows down strangers, and never its owner. All instances share the counts, and a
 * restart keeps them. An email without an account is counted in the same way, and costs the same.
 */
@Component
public final class GuessThrottle {
    private final FailureDocuments documents;
    private final Clock clock;
    private final Underway underway = new Underway();

    GuessThrottle(FailureDocuments documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * Runs an attempt, unless it has to wait. A failure is stored before it is answered.
     *
     * @param wrong tells a wrong guess from any other failure, which does not count
     * @param refuse answers instead of the attempt, with the time to wait; asking does not lengthen it
     */
    public <T> Mono<T> attempt(
            Guess guess, Predicate<Throwable> wrong, Function<Duration, Mono<T>> refuse, Mono<T> attempt) {
        return Mono.defer(() -> {
            Keys keys = keys(guess);
            return Mono.using(
                    () -> underway.enter(keys.counted()),
                    before -> documents.find(keys.all()).flatMap(found -> {
                        Seen seen = new Seen(keys, found, clock.instant());
                        Optional<Duration> wait = seen.wait(before);
                        return wait.isPresent() ? refuse.apply(wait.get()) : run(seen, wrong, attempt);
                    }),
                    before -> underway.leave(keys.counted()));
        });
    }

    private <T> Mono<T> run(Seen seen, Predicate<Throwable> wrong, Mono<T> attempt) {
        return attempt.map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .delayUntil(done -> succeeded(seen))
                .onErrorResume(
                        wrong,
                        failure ->
                                documents.add(seen.counters(), clock.instant()).then(Mono.error(failure)))
                .flatMap(Mono::justOrEmpty);
    }

    private Mono<Void> succeeded(Seen seen) {
        Mono<Void> forgotten = seen.found.containsKey(seen.keys.pair) ? documents.forget(seen.keys.pair) : Mono.empty();
        return seen.keys.withAddress && FailureDocuments.isStale(seen.knownUntil, seen.now)
                ? forgotten.then(documents.remember(seen.keys.known, seen.keys.address, seen.now))
                : forgotten;
    }

    /** Forgets all failures of an account whose owner has proved to be there by other means, and knows their address. */
    public Mono<Void> forgive(Guess guess) {
        return Mono.defer(() -> {
            Keys keys = keys(guess);
            return documents
                    .forgetAccount(keys.account)
                    .then(documents.remember(keys.known, keys.address, clock.instant()));
        });
    }

    private Keys keys(Guess guess) {
        return new Keys(
                guess.address() != null,
                documents.id(guess.ofAddress()),
                documents.id(guess.ofPair()),
                documents.id(guess.ofAccount()),
                documents.id(guess.ofKnownAddresses()));
    }

    /** The ids of everything that an attempt looks at; without an address, it is the pair alone. */
    private record Keys(boolean withAddress, String address, String pair, String account, String known) {

        List<String> counted() {
            return withAddress ? List.of(address, pair, account) : List.of(pair);
        }

        List<String> all() {
            return withAddress ? List.of(address, pair, account, known) : List.of(pair);
        }
    }

    /** The counts at the beginning of an attempt. */
    private static final class Seen {
        private final Keys keys;
        private final Map<String, Document> found;
        private final Instant now;
        private final Optional<Instant> knownUntil;

        Seen(Keys keys, Map<String, Document> found, Instant now) {
            this.keys = keys;
            this.found = found;
            this.now = now;
            this.knownUntil = Optional.ofNullable(found.get(keys.known))
                    .flatMap(known -> FailureDocuments.knownUntil(known, keys.address, now));
        }

        List<FailureDocuments.Counter> counters() {
            Optional<String> account = Optional.of(keys.account);
            List<FailureDocuments.Counter> counters = new ArrayList<>();
            counters.add(new FailureDocuments.Counter(keys.pair, GuessLimit.OF_ACCOUNT, account));
            if (keys.withAddress) {
                counters.add(new FailureDocuments.Counter(keys.address, GuessLimit.OF_ADDRESS, Optional.empty()));
            }
            if (keys.withAddress && knownUntil.isEmpty()) {
                counters.add(new FailureDocuments.Counter(keys.account, GuessLimit.OF_ACCOUNT, account));
            }
            return counters;
        }

        /** @param before the number of attempts under way, by key */
        Optional<Duration> wait(Map<String, Integer> before) {
            return counters().stream()
                    .map(counter -> Optional.ofNullable(found.get(counter.id()))
                            .map(FailureDocuments::failures)
                            .orElse(Failures.NONE)
                            .waitFor(counter.limit(), before.getOrDefault(counter.id(), 0), now))
                    .max(Comparator.naturalOrder())
                    .filter(wait -> !wait.isZero());
        }
    }
}

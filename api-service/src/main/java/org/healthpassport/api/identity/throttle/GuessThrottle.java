package org.healthpassport.api.identity.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.identity.throttle.FailureDocuments.Counter;
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
        String own = seen.keys.own().id();
        Mono<Void> forgotten = seen.found.containsKey(own) ? documents.forget(own) : Mono.empty();
        return forgotten.then(Mono.justOrEmpty(seen.keys.known())
                .filter(known -> FailureDocuments.isStale(seen.knownUntil, seen.now))
                .flatMap(known -> documents.remember(known.id(), known.addressId(), seen.now)));
    }

    /** Forgets all failures of an account whose owner has proved to be there by other means, and knows their address. */
    public Mono<Void> forgive(Guess.Login guess) {
        return Mono.defer(() -> documents
                .forgetAccount(documents.id(guess.ofAccount()))
                .then(documents.remember(
                        documents.id(guess.ofKnownAddresses()), documents.id(guess.ofAddress()), clock.instant())));
    }

    private Keys keys(Guess guess) {
        if (guess instanceof Guess.Login login) {
            Optional<String> account = Optional.of(documents.id(login.ofAccount()));
            String address = documents.id(login.ofAddress());
            return new Keys(
                    new Counter(documents.id(login.ofPair()), GuessLimit.OF_ACCOUNT, account),
                    List.of(new Counter(address, GuessLimit.OF_ADDRESS, Optional.empty())),
                    Optional.of(new KnownAddresses(
                            documents.id(login.ofKnownAddresses()),
                            address,
                            new Counter(account.get(), GuessLimit.OF_ACCOUNT, account))));
        }
        byte[] account = ((Guess.StepUp) guess).ofAccount();
        return new Keys(
                new Counter(documents.id(account), GuessLimit.OF_ACCOUNT, Optional.empty()),
                List.of(),
                Optional.empty());
    }

    /**
     * Everything that an attempt looks at.
     *
     * @param own forgotten after a success
     * @param others not forgotten
     * @param known empty where addresses do not matter
     */
    private record Keys(Counter own, List<Counter> others, Optional<KnownAddresses> known) {

        /** All counters, of which those of strangers may not count. */
        List<String> counted() {
            return counters(Optional.empty()).stream().map(Counter::id).toList();
        }

        List<String> all() {
            return Stream.concat(counted().stream(), known.stream().map(KnownAddresses::id))
                    .toList();
        }

        /** @param knownUntil the time until which the address is known; empty if it is a stranger's */
        List<Counter> counters(Optional<Instant> knownUntil) {
            Stream<Counter> ofStrangers =
                    known.stream().filter(all -> knownUntil.isEmpty()).map(KnownAddresses::ofStrangers);
            return Stream.of(Stream.of(own), others.stream(), ofStrangers)
                    .flatMap(counters -> counters)
                    .toList();
        }
    }

    /**
     * The addresses from which somebody signed in to an account.
     *
     * @param addressId of the attempt
     * @param ofStrangers counts the failures from all other addresses
     */
    private record KnownAddresses(String id, String addressId, Counter ofStrangers) {}

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
            this.knownUntil = keys.known()
                    .flatMap(known -> Optional.ofNullable(found.get(known.id()))
                            .flatMap(stored -> FailureDocuments.knownUntil(stored, known.addressId(), now)));
        }

        List<Counter> counters() {
            return keys.counters(knownUntil);
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

package org.healthpassport.edge.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Verifies each access token once: a signature costs milliseconds, remembering that it is right costs microseconds. Good
 * tokens are remembered by their digest until they expire; refused ones are not. Time and keys are looked at on each use.
 */
public final class VerifiedTokens {
    /** About 1.5 kB each. A token that was forgotten is only verified again. */
    private static final int REMEMBERED_AT_MOST = 10_000;
    /** Longer than our tokens live, so that only a token made with wrong settings is forgotten while it is good. */
    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);
    /** A caller gives up after this time anyway. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AccessTokenVerifier verifier;
    private final Scheduler scheduler;
    private final Clock clock;
    private final Cache<TokenDigest, VerifiedToken> remembered;
    private final ConcurrentMap<TokenDigest, Mono<VerifiedToken>> underWay = new ConcurrentHashMap<>();

    /**
     * Remembers nothing yet.
     *
     * @param scheduler runs the verification of tokens that are not remembered; it may block if the source of keys does
     * @param ticker only tells when memory is freed; the clock decides whether a token is good
     */
    public VerifiedTokens(AccessTokenVerifier verifier, Scheduler scheduler, Clock clock, Ticker ticker) {
        this.verifier = verifier;
        this.scheduler = scheduler;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_AT_MOST)
                .expireAfter(Expiry.<TokenDigest, VerifiedToken>creating((digest, token) -> usefulFor(token.claims())))
                .ticker(ticker)
                .build();
    }

    /**
     * The claims of a token, with a subject that is not empty; empty if the token is not of this installation, was
     * changed or has expired. A remembered token is answered on the thread that asks.
     *
     * @return fails with {@link KeySourceException} if no keys are there to check it with, and with a
     *     {@link java.util.concurrent.TimeoutException} after ten seconds
     */
    public Mono<JWTClaimsSet> claims(String token) {
        return Mono.defer(() -> {
            if (AccessTokenVerifier.isTooLong(token)) {
                return Mono.empty();
            }
            TokenDigest digest = TokenDigest.of(token);
            VerifiedToken known = known(digest);
            return known != null ? Mono.just(known.claims()) : verifyOnce(digest, token);
        });
    }

    /** Requests that come with the same token at the same time share one verification, whatever its result. */
    private Mono<JWTClaimsSet> verifyOnce(TokenDigest digest, String token) {
        return underWay.computeIfAbsent(
                        digest,
                        same -> Mono.fromCallable(() -> knownOrVerified(digest, token))
                                .subscribeOn(scheduler)
                                // Before the result is given: whoever asks after that asks anew.
                                .doOnTerminate(() -> underWay.remove(digest))
                                .cache())
                .map(VerifiedToken::claims)
                .timeout(PATIENCE);
    }

    private @Nullable VerifiedToken knownOrVerified(TokenDigest digest, String token) throws KeySourceException {
        VerifiedToken known = known(digest);
        if (known != null) {
            return known;
        }
        VerifiedToken verified = verifier.verify(token).orElse(null);
        if (verified != null) {
            remembered.put(digest, verified);
        }
        return verified;
    }

    private @Nullable VerifiedToken known(TokenDigest digest) {
        VerifiedToken known = remembered.getIfPresent(digest);
        return known != null && verifier.stillVerifies(known) ? known : null;
    }

    private Duration usefulFor(JWTClaimsSet claims) {
        Duration left = Duration.between(
                        clock.instant(), claims.getExpirationTime().toInstant())
                .plus(AccessTokenVerifier.CLOCK_SKEW);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(REMEMBERED_FOR) < 0 ? left : REMEMBERED_FOR;
    }
}

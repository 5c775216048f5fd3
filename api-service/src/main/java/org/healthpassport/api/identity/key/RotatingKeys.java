package org.healthpassport.api.identity.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.aggregates.secret.ChangingSecret;
import org.healthpassport.aggregates.sweep.Sweep;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Keys that rotate by themselves. All instances share one sealed set, look at it twice a minute, and whichever sees first
 * that a change is due makes it.
 */
@Component
final class RotatingKeys implements SigningKeys, PreparationStep, Sweep {
    private static final Logger log = LoggerFactory.getLogger(RotatingKeys.class);

    private static final String NAME = "token-signing-keys";
    /** The one key of earlier releases. */
    private static final String EARLIER_NAME = "token-signing-key";
    /** A key is published for much longer before it signs, so all instances know it by then. */
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final ChangingSecret secret;
    private final Clock clock;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    @Autowired
    RotatingKeys(ReactiveMongoTemplate mongo, KeyEncryptionKeys keyEncryptionKeys, Clock clock) {
        this(new ChangingSecret(NAME, mongo, keyEncryptionKeys), clock);
    }

    RotatingKeys(ChangingSecret secret, Clock clock) {
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public ECKey toSignWith() {
        return known().keys().signing(clock.instant());
    }

    @Override
    public JWKSet published() {
        return known().published();
    }

    @Override
    public Stage stage() {
        return Stage.SECRETS;
    }

    @Override
    public Mono<Void> prepare() {
        return secret.read().switchIfEmpty(Mono.defer(this::create)).flatMap(this::changeIfDue);
    }

    @Override
    public String what() {
        return "the keys of access tokens";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Mono<Void> sweep() {
        return secret.read().flatMap(this::changeIfDue);
    }

    /** The first set: the key of an earlier release, whose tokens stay valid, or a new one. */
    private Mono<ChangingSecret.Version> create() {
        return secret.ofEarlierRelease(EARLIER_NAME)
                .map(jwk -> SigningKeySet.parseKey(new String(jwk, UTF_8)))
                .switchIfEmpty(Mono.fromCallable(RotatingKeys::newKey).subscribeOn(Schedulers.boundedElastic()))
                .flatMap(key -> secret.insert(SigningKeySet.of(key, now()).toJson()))
                // If another instance was faster, its set counts.
                .then(secret.read());
    }

    private Mono<Void> changeIfDue(ChangingSecret.Version read) {
        return Mono.fromCallable(() -> {
                    SigningKeySet current = SigningKeySet.parse(read.secret());
                    learn(read.number(), current);
                    return new Due(current, current.asOf(now(), RotatingKeys::newKey));
                })
                .subscribeOn(Schedulers.boundedElastic())
                .filter(Due::isChange)
                .flatMap(due -> change(read.number(), due));
    }

    private Mono<Void> change(long version, Due due) {
        return secret.replace(version, due.next().toJson())
                .filter(first -> first)
                .doOnNext(first -> {
                    learn(version + 1, due.next());
                    log.info(
                            "The keys of access tokens were rotated; there are {} now",
                            due.next().keys().size());
                })
                // The oldest key is removed first, which is that of an earlier release if there was one.
                .filter(first -> due.removes())
                .flatMap(first -> secret.removeEarlierRelease(EARLIER_NAME));
    }

    private void learn(long version, SigningKeySet keys) {
        Known learned = new Known(version, keys);
        known.accumulateAndGet(
                learned, (before, next) -> before == null || before.version() < learned.version() ? learned : before);
    }

    private Known known() {
        Known current = known.get();
        if (current == null) {
            throw new IllegalStateException(
                    "Expected the keys of access tokens to be loaded, but the preparation is not done");
        }
        return current;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Expected to make a key of access tokens, but it failed", e);
        }
    }

    private record Due(SigningKeySet current, SigningKeySet next) {
        boolean isChange() {
            return !next.equals(current);
        }

        boolean removes() {
            return !next.keys().contains(current.keys().get(0));
        }
    }

    private record Known(long version, SigningKeySet keys, JWKSet published) {
        Known(long version, SigningKeySet keys) {
            this(
                    version,
                    keys,
                    new JWKSet(keys.keys().stream()
                            .<JWK>map(key -> key.key().toPublicJWK())
                            .toList()));
        }
    }
}

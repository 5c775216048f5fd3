package org.healthpassport.api.identity.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.aggregates.secret.ChangingSecret;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.secret.SharedSecrets;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.identity.token.AccessTokens;
import org.healthpassport.edge.token.AccessTokenVerifier;
import org.healthpassport.edge.token.VerifiedTokens;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.threeten.extra.MutableClock;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Several instances that share the keys in one store, and live through months. */
class RotatingKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The one key of earlier releases. */
    private static final String EARLIER = "token-signing-key";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);
    private final String name = "keys-" + UUID.randomUUID();
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);

    @AfterEach
    void removeThem() {
        mongo.remove(query(where("_id").in(name, EARLIER)), SharedSecrets.COLLECTION)
                .block(PATIENCE);
    }

    @Test
    void shouldAgreeOnTheFirstKeyAndOnTheNext() {
        // given
        List<RotatingKeys> instances = Stream.generate(this::instance).limit(8).toList();

        // when
        Flux.fromIterable(instances).flatMap(RotatingKeys::prepare, 8).blockLast(PATIENCE);

        // then
        assertThat(instances)
                .extracting(RotatingKeys::toSignWith)
                .containsOnly(instances.get(0).toSignWith());
        clock.add(Duration.ofDays(30).minus(Duration.ofMinutes(29)));
        Flux.fromIterable(instances).flatMap(RotatingKeys::sweep, 8).blockLast(PATIENCE);
        Flux.fromIterable(instances).flatMap(RotatingKeys::sweep, 8).blockLast(PATIENCE);
        assertThat(instances)
                .extracting(keys -> keys.published().getKeys())
                .containsOnly(instances.get(0).published().getKeys())
                .allMatch(keys -> keys.size() == 2);
        clock.add(Duration.ofHours(1));
        assertThat(instances)
                .extracting(RotatingKeys::toSignWith)
                .containsOnly(instances.get(0).toSignWith());
    }

    @Test
    void shouldTakeTokensOfOldAndNewKeyAndForgetTheOldOne() {
        // given
        RotatingKeys one = prepared();
        RotatingKeys other = prepared();
        AccessTokens issuing = new AccessTokens(one, ApiUnderTest.PUBLIC_URL, clock);
        VerifiedTokens checking = new VerifiedTokens(
                new AccessTokenVerifier(other, ApiUnderTest.PUBLIC_URL, clock),
                Schedulers.immediate(),
                clock,
                Ticker.systemTicker());
        ECKey first = one.toSignWith();

        // when the first instance publishes the next key, and the other one looks
        clock.add(Duration.ofDays(30).minus(Duration.ofMinutes(29)));
        one.sweep().block(PATIENCE);
        assertThat(other.published().getKeys()).hasSize(1);
        other.sweep().block(PATIENCE);
        assertThat(other.published().getKeys()).hasSize(2);

        // then the last tokens of the old key and the first of the new one are valid
        assertThat(one.toSignWith()).isEqualTo(first);
        clock.add(Duration.ofMinutes(29));
        String last = token(issuing);
        clock.add(Duration.ofMinutes(2));
        assertThat(one.toSignWith()).isNotEqualTo(first).isEqualTo(other.toSignWith());
        assertThat(valid(checking, last)).isTrue();
        assertThat(valid(checking, token(issuing))).isTrue();

        // when the old one is not needed any more
        clock.add(Duration.ofMinutes(15));
        other.sweep().block(PATIENCE);

        // then
        JWK removed = first.toPublicJWK();
        assertThat(other.published().getKeys()).hasSize(1).doesNotContain(removed);
        assertThat(other.hold(List.of(removed))).isFalse();
        one.sweep().block(PATIENCE);
        assertThat(one.published().getKeys()).isEqualTo(other.published().getKeys());
    }

    @Test
    void shouldPublishNoPrivateKey() {
        assertThat(prepared().published().getKeys()).noneMatch(JWK::isPrivate);
    }

    @Test
    void shouldTakeOverTheKeyOfAnEarlierReleaseAndRemoveItInTheEnd() throws Exception {
        // given
        ECKey earlier =
                new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        new SharedSecrets(
                        mongo,
                        api.bean(KeyEncryptionKeys.class),
                        List.of(new SharedSecret<>(
                                EARLIER, () -> earlier.toJSONString().getBytes(UTF_8), bytes -> bytes)))
                .prepare()
                .block(PATIENCE);

        // when
        RotatingKeys keys = prepared();

        // then
        assertThat(keys.toSignWith()).isEqualTo(earlier);
        assertThat(prepared().toSignWith()).isEqualTo(earlier);
        clock.add(Duration.ofDays(30));
        keys.sweep().block(PATIENCE);
        clock.add(Duration.ofMinutes(30));
        assertThat(keys.toSignWith()).isNotEqualTo(earlier);
        assertThat(stored(EARLIER)).isTrue();
        clock.add(Duration.ofMinutes(15));
        keys.sweep().block(PATIENCE);
        assertThat(stored(EARLIER)).isFalse();
        assertThat(prepared().toSignWith()).isEqualTo(keys.toSignWith());
    }

    private boolean stored(String id) {
        return Boolean.TRUE.equals(mongo.exists(query(where("_id").is(id)), Document.class, SharedSecrets.COLLECTION)
                .block(PATIENCE));
    }

    private String token(AccessTokens tokens) {
        Caller caller = new Caller("account-1", Role.PATIENT, "patient-1");
        return tokens.issue(caller, Session.started("session-1", Role.PATIENT, clock.instant()), null, "token-1")
                .value();
    }

    private static boolean valid(VerifiedTokens tokens, String token) {
        return tokens.claims(token).blockOptional(PATIENCE).isPresent();
    }

    private RotatingKeys prepared() {
        RotatingKeys keys = instance();
        keys.prepare().block(PATIENCE);
        return keys;
    }

    private RotatingKeys instance() {
        return new RotatingKeys(new ChangingSecret(name, mongo, api.bean(KeyEncryptionKeys.class)), clock);
    }
}

package org.healthpassport.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class VerifiedTokensTest {
    private static final String US = "https://passport.test";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final SigningKey KEY = SigningKey.generate();

    private final MutableClock clock = MutableClock.of(NOW, ZoneOffset.UTC);
    private final KeysInUse keys = new KeysInUse(KEY);
    private final VerifiedTokens tokens = tokens(Schedulers.immediate());
    private final String token = token("account-1");

    @Test
    void shouldVerifyTokenOnce() {
        // when
        List<JWTClaimsSet> claims = IntStream.range(0, 10)
                .mapToObj(i -> tokens.claims(token).block())
                .toList();

        // then
        assertThat(claims)
                .hasSize(10)
                .allSatisfy(of -> assertThat(of.getSubject()).isEqualTo("account-1"));
        assertThat(keys.verifications()).isEqualTo(1);
    }

    @Test
    void shouldAnswerKnownTokenOnTheThreadThatAsks() {
        // given
        VerifiedTokens elsewhere = tokens(Schedulers.boundedElastic());
        elsewhere.claims(token).block();

        // when
        AtomicReference<Thread> answeredOn = new AtomicReference<>();
        elsewhere.claims(token).subscribe(claims -> answeredOn.set(Thread.currentThread()));

        // then
        assertThat(answeredOn).hasValue(Thread.currentThread());
    }

    @Test
    void shouldVerifyOnceForManyFirstRequests() {
        // given
        CountDownLatch go = new CountDownLatch(1);
        KeysInUse slow = answeringOn(go);
        VerifiedTokens shared = tokens(slow, Schedulers.boundedElastic());

        // when
        Mono<List<JWTClaimsSet>> all = Flux.range(0, 64)
                .flatMap(i -> shared.claims(token), 64)
                .collectList()
                .cache();
        all.subscribe();
        go.countDown();

        // then
        assertThat(all.block()).hasSize(64);
        assertThat(slow.verifications()).isEqualTo(1);
    }

    @Test
    void shouldNotGiveUpForOthersWhenOneClientLeaves() {
        // given
        CountDownLatch go = new CountDownLatch(1);
        KeysInUse slow = answeringOn(go);
        VerifiedTokens shared = tokens(slow, Schedulers.boundedElastic());
        Disposable leaving = shared.claims(token).subscribe();
        Mono<JWTClaimsSet> staying = shared.claims(token).cache();
        staying.subscribe();

        // when
        leaving.dispose();
        go.countDown();

        // then
        assertThat(staying.block()).isNotNull();
        assertThat(slow.verifications()).isEqualTo(1);
    }

    @Test
    void shouldNotRememberRefusedToken() {
        // given
        String foreign = SigningKey.named(KEY.key().getKeyID()).token(US, NOW, claims -> claims);

        // then
        for (int i = 1; i <= 3; i++) {
            assertThat(tokens.claims(foreign).blockOptional()).isEmpty();
            assertThat(keys.verifications()).isEqualTo(i);
        }
    }

    @Test
    void shouldRefuseKnownTokenOnceItHasExpired() {
        // given
        assertThat(tokens.claims(token).blockOptional()).isPresent();

        // when, then
        clock.add(Duration.ofSeconds(60 + 29));
        assertThat(tokens.claims(token).blockOptional()).isPresent();
        clock.add(Duration.ofSeconds(2));
        assertThat(tokens.claims(token).blockOptional()).isEmpty();
    }

    @Test
    void shouldRefuseKnownTokenBeforeItsTimeIfTheClockIsTurnedBack() {
        // given
        String later = KEY.token(US, NOW, claims -> claims.notBeforeTime(Date.from(NOW)));
        assertThat(tokens.claims(later).blockOptional()).isPresent();

        // when
        clock.add(Duration.ofMinutes(-5));

        // then
        assertThat(tokens.claims(later).blockOptional()).isEmpty();
    }

    @Test
    void shouldRefuseKnownTokenOnceItsKeyIsGone() {
        // given
        assertThat(tokens.claims(token).blockOptional()).isPresent();

        // when
        keys.become(SigningKey.generate());

        // then
        assertThat(tokens.claims(token).blockOptional()).isEmpty();
    }

    @Test
    void shouldRefuseKnownTokenIfItsKeyIdNamesAnotherKey() {
        // given
        assertThat(tokens.claims(token).blockOptional()).isPresent();

        // when
        keys.become(SigningKey.named(KEY.key().getKeyID()));

        // then
        assertThat(tokens.claims(token).blockOptional()).isEmpty();
    }

    @Test
    void shouldKnowTokenWhileAFurtherKeyComes() {
        // given
        assertThat(tokens.claims(token).blockOptional()).isPresent();

        // when
        keys.become(SigningKey.generate(), KEY);

        // then
        assertThat(tokens.claims(token).blockOptional()).isPresent();
        assertThat(keys.verifications()).isEqualTo(1);
    }

    @Test
    void shouldVerifyWithBothKeysOfOneKeyId() {
        // given
        keys.become(SigningKey.named(KEY.key().getKeyID()), KEY);

        // then
        assertThat(tokens.claims(token).blockOptional()).isPresent();
        keys.become(SigningKey.named(KEY.key().getKeyID()));
        assertThat(tokens.claims(token).blockOptional()).isEmpty();
    }

    @Test
    void shouldTellThatNoKeysAreThere() {
        VerifiedTokens withoutKeys = tokens(KeysInUse.away(), Schedulers.immediate());
        assertThatThrownBy(() -> withoutKeys.claims(token).block()).hasRootCauseInstanceOf(KeySourceException.class);
    }

    @Test
    void shouldNotLookAtLongToken() {
        assertThat(tokens.claims("A".repeat(8192)).blockOptional()).isEmpty();
        assertThat(keys.verifications()).isZero();
    }

    @Test
    void shouldTellTokensApartThatDifferInAnyBit() {
        // given
        tokens.claims(token).block();

        // when
        long distinct = IntStream.range(0, token.length() * Character.SIZE)
                .mapToObj(bit -> TokenDigest.of(withBitFlipped(token, bit)))
                .filter(TokenDigest.of(token)::equals)
                .count();

        // then
        assertThat(distinct).isZero();
    }

    /** Bits above the seventh cannot be sent, and are refused as well. */
    @Property(tries = 400)
    void shouldRefuseKnownTokenWithAnyBitChanged(@ForAll @IntRange(max = 1_000_000) int anyBit) {
        // given
        Fixture shared = Fixture.SHARED;

        // when
        String changed = withBitFlipped(shared.token, anyBit % (shared.token.length() * Character.SIZE));

        // then
        assertThat(shared.tokens.claims(changed).blockOptional()).isEmpty();
        assertThat(shared.tokens.claims(shared.token).blockOptional()).isPresent();
    }

    @Test
    void shouldRefuseKnownTokenWithAnyBitOfItsLastLettersChanged() {
        // given
        tokens.claims(token).block();
        int bits = token.length() * Character.SIZE;

        // then
        for (int bit = bits - 3 * Character.SIZE; bit < bits; bit++) {
            assertThat(tokens.claims(withBitFlipped(token, bit)).blockOptional())
                    .as("bit %d", bit)
                    .isEmpty();
        }
        assertThat(tokens.claims(token).blockOptional()).isPresent();
    }

    /** The good token is remembered while all others are tried. */
    private record Fixture(VerifiedTokens tokens, String token) {
        private static final Fixture SHARED = create();

        private static Fixture create() {
            VerifiedTokensTest test = new VerifiedTokensTest();
            test.tokens.claims(test.token).block();
            return new Fixture(test.tokens, test.token);
        }
    }

    private static String withBitFlipped(String token, int bit) {
        char[] letters = token.toCharArray();
        letters[bit / Character.SIZE] ^= (char) (1 << (bit % Character.SIZE));
        return new String(letters);
    }

    private String token(String account) {
        return KEY.token(US, NOW, claims -> claims.subject(account));
    }

    private VerifiedTokens tokens(Scheduler scheduler) {
        return tokens(keys, scheduler);
    }

    private VerifiedTokens tokens(TokenKeys source, Scheduler scheduler) {
        return new VerifiedTokens(new AccessTokenVerifier(source, US, clock), scheduler, clock, Ticker.systemTicker());
    }

    private static KeysInUse answeringOn(CountDownLatch latch) {
        return new KeysInUse(KEY) {
            @Override
            public List<JWK> select(JWKSelector selector) throws KeySourceException {
                List<JWK> selected = super.select(selector);
                await(latch);
                return selected;
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

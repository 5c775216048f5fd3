package org.healthpassport.audit.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class PublishedKeysTest {
    private static final String URL = "https://passport.test";

    private final MutableClock clock = MutableClock.of(Instant.now(), ZoneOffset.UTC);
    private TestIssuer issuer;
    private AccessTokens tokens;

    @BeforeEach
    void start() throws IOException {
        issuer = TestIssuer.start(URL);
        tokens = new AccessTokens(new PublishedKeys(URI.create(issuer.jwksUrl()), clock), URL, clock);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void shouldFetchKeysOnceForManyTokens() throws Exception {
        assertThat(issuer.lookups()).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(verify(issuer.token("a", "AUDITOR"))).contains(new Account("a", "AUDITOR"));
        }
        assertThat(issuer.lookups()).isEqualTo(1);
    }

    @Test
    void shouldNotTellGoodTokensFromBadOnesWithoutKeys() throws Exception {
        // given
        issuer.answer(503);
        String token = issuer.token("a", "AUDITOR");

        // when, then
        assertThatThrownBy(() -> verify(token)).hasCauseInstanceOf(KeySourceException.class);
        assertThatThrownBy(() -> verify(token)).hasCauseInstanceOf(KeySourceException.class);
        assertThat(issuer.lookups()).isEqualTo(1);
        issuer.answer(200);
        clock.add(Duration.ofSeconds(1));
        assertThat(verify(token)).isPresent();
    }

    @Test
    void shouldFetchAgainForUnknownKeyButNotForEveryOne() throws Exception {
        // given
        assertThat(verify(issuer.token("a", "AUDITOR"))).isPresent();
        issuer.rotate();
        String token = issuer.token("a", "AUDITOR");

        // when, then
        assertThat(verify(token)).isEmpty();
        assertThat(issuer.lookups()).isEqualTo(1);
        clock.add(Duration.ofSeconds(10));
        assertThat(verify(token)).isPresent();
        assertThat(issuer.lookups()).isEqualTo(2);
    }

    @Test
    void shouldForgetKeyThatIsNotPublishedAnyMore() throws Exception {
        // given
        String old = issuer.token("a", "AUDITOR");
        assertThat(verify(old)).isPresent();
        issuer.rotate();

        // when
        clock.add(Duration.ofMinutes(5));

        // then
        assertThat(verify(old)).isEmpty();
    }

    @Test
    void shouldVerifyKnownTokenAgainOnlyIfItsKeyMayBeGone() throws Exception {
        // given
        PublishedKeys keys = new PublishedKeys(URI.create(issuer.jwksUrl()), clock);
        JWK key = keys.select(new JWKSelector(new JWKMatcher.Builder().build())).get(0);

        // then
        assertThat(keys.hold(List.of(key))).isTrue();
        clock.add(Duration.ofMinutes(5));
        assertThat(keys.hold(List.of(key))).isFalse();
        issuer.answer(503);
        assertThat(keys.select(new JWKSelector(new JWKMatcher.Builder().build())))
                .containsExactly(key);
        assertThat(keys.hold(List.of(key))).isTrue();
        clock.add(Duration.ofSeconds(10));
        assertThat(keys.hold(List.of(key))).isFalse();
    }

    @Test
    void shouldGoOnForAnHourWhileKeysCannotBeFetched() throws Exception {
        // given
        assertThat(verify(issuer.token("a", "AUDITOR"))).isPresent();
        issuer.close();

        // when, then
        String later = issuer.token(
                claims -> claims.expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1)))));
        clock.add(Duration.ofMinutes(59));
        assertThat(verify(later)).isPresent();
        clock.add(Duration.ofMinutes(1));
        assertThatThrownBy(() -> verify(later)).hasCauseInstanceOf(KeySourceException.class);
    }

    @Test
    void shouldGoOnWithKnownKeysWhileSomebodyLooksThemUp() throws Exception {
        // given
        String token = issuer.token("a", "AUDITOR");
        assertThat(verify(token)).isPresent();
        clock.add(Duration.ofMinutes(5));
        issuer.hold();
        CompletableFuture<Optional<Account>> first = CompletableFuture.supplyAsync(() -> verify(token));
        await().until(() -> issuer.lookups() == 2);

        // when
        Optional<Account> second =
                CompletableFuture.supplyAsync(() -> verify(token)).get(1, TimeUnit.SECONDS);

        // then
        assertThat(second).isPresent();
        assertThat(first).isNotDone();
        issuer.release();
        assertThat(first.get()).isPresent();
        assertThat(issuer.lookups()).isEqualTo(2);
    }

    private Optional<Account> verify(String token) {
        return tokens.verify(token).map(AccessTokens.Verified::account).blockOptional();
    }

    /** Begins with now, as tokens do, and goes on when it is told to. */
}

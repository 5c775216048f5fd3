package org.healthpassport.audit.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {
    private static final String URL = "https://passport.test";

    private final Turning clock = new Turning();
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
            assertThat(tokens.verify(issuer.token("a", "AUDITOR"))).contains(new Account("a", "AUDITOR"));
        }
        assertThat(issuer.lookups()).isEqualTo(1);
    }

    @Test
    void shouldNotTellGoodTokensFromBadOnesWithoutKeys() throws Exception {
        // given
        issuer.answer(503);
        String token = issuer.token("a", "AUDITOR");

        // when, then
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(KeySourceException.class);
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(KeySourceException.class);
        assertThat(issuer.lookups()).isEqualTo(1);
        issuer.answer(200);
        clock.turn(Duration.ofSeconds(1));
        assertThat(tokens.verify(token)).isPresent();
    }

    @Test
    void shouldFetchAgainForUnknownKeyButNotForEveryOne() throws Exception {
        // given
        assertThat(tokens.verify(issuer.token("a", "AUDITOR"))).isPresent();
        issuer.rotate();
        String token = issuer.token("a", "AUDITOR");

        // when, then
        assertThat(tokens.verify(token)).isEmpty();
        assertThat(issuer.lookups()).isEqualTo(1);
        clock.turn(Duration.ofSeconds(10));
        assertThat(tokens.verify(token)).isPresent();
        assertThat(issuer.lookups()).isEqualTo(2);
    }

    @Test
    void shouldForgetKeyThatIsNotPublishedAnyMore() throws Exception {
        // given
        String old = issuer.token("a", "AUDITOR");
        assertThat(tokens.verify(old)).isPresent();
        issuer.rotate();

        // when
        clock.turn(Duration.ofMinutes(5));

        // then
        assertThat(tokens.verify(old)).isEmpty();
    }

    @Test
    void shouldGoOnForAnHourWhileKeysCannotBeFetched() throws Exception {
        // given
        assertThat(tokens.verify(issuer.token("a", "AUDITOR"))).isPresent();
        issuer.close();

        // when, then
        String later = issuer.token(
                claims -> claims.expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1)))));
        clock.turn(Duration.ofMinutes(59));
        assertThat(tokens.verify(later)).isPresent();
        clock.turn(Duration.ofMinutes(1));
        assertThatThrownBy(() -> tokens.verify(later)).isInstanceOf(KeySourceException.class);
    }

    @Test
    void shouldGoOnWithKnownKeysWhileSomebodyLooksThemUp() throws Exception {
        // given
        String token = issuer.token("a", "AUDITOR");
        assertThat(tokens.verify(token)).isPresent();
        clock.turn(Duration.ofMinutes(5));
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
        try {
            return tokens.verify(token);
        } catch (KeySourceException e) {
            throw new AssertionError(e);
        }
    }

    /** Begins with now, as tokens do, and goes on when it is told to. */
    private static final class Turning extends Clock {
        private Instant now = Instant.now();

        void turn(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

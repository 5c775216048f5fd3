package org.healthpassport.api.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.identity.key.SigningKeySet.Key;
import org.junit.jupiter.api.Test;

class SigningKeySetTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final ECKey FIRST = newKey();
    private static final ECKey SECOND = newKey();

    @Test
    void shouldSignWithTheOnlyKeyAtOnce() {
        // given
        SigningKeySet keys = SigningKeySet.of(FIRST, NOON);

        // then
        assertThat(keys.signing(NOON)).isEqualTo(FIRST);
        assertThat(keys.signing(NOON.minusSeconds(60)))
                .as("the clock was turned back")
                .isEqualTo(FIRST);
        assertThat(keys.asOf(NOON, SigningKeySetTest::none)).isSameAs(keys);
    }

    @Test
    void shouldPublishNextKeyBeforeItSigns() {
        // given
        SigningKeySet keys = SigningKeySet.of(FIRST, NOON);
        Instant end = NOON.plus(Duration.ofDays(30));
        Instant due = end.minus(Duration.ofMinutes(30));

        // when
        SigningKeySet next = keys.asOf(due, () -> SECOND);

        // then
        assertThat(keys.asOf(due.minusMillis(1), SigningKeySetTest::none)).isSameAs(keys);
        assertThat(next.keys()).containsExactly(new Key(FIRST, NOON), new Key(SECOND, end));
        assertThat(next.signing(end.minusMillis(1))).isEqualTo(FIRST);
        assertThat(next.signing(end)).isEqualTo(SECOND);
        assertThat(next.asOf(end, SigningKeySetTest::none)).isSameAs(next);
    }

    @Test
    void shouldKeepKeyUntilItsLastTokenHasExpired() {
        // given
        Instant end = NOON.plus(Duration.ofDays(30));
        SigningKeySet keys = new SigningKeySet(List.of(new Key(FIRST, NOON), new Key(SECOND, end)));

        // then
        assertThat(keys.asOf(end.plus(Duration.ofMinutes(15)).minusMillis(1), SigningKeySetTest::none))
                .isSameAs(keys);
        assertThat(keys.asOf(end.plus(Duration.ofMinutes(15)), SigningKeySetTest::none)
                        .keys())
                .containsExactly(new Key(SECOND, end));
    }

    @Test
    void shouldPublishNextKeyFirstAfterALongTimeWithoutTheService() {
        // given
        Instant later = NOON.plus(Duration.ofDays(400));

        // when
        SigningKeySet next = SigningKeySet.of(FIRST, NOON).asOf(later, () -> SECOND);

        // then
        assertThat(next.signing(later)).isEqualTo(FIRST);
        assertThat(next.keys().get(1)).isEqualTo(new Key(SECOND, later.plus(Duration.ofMinutes(30))));
    }

    @Test
    void shouldKeepEveryTokenValidForAYear() {
        // given instances that look at the set now and then, and sign in between
        SigningKeySet keys = SigningKeySet.of(FIRST, NOON);
        Map<String, Instant> publishedSince = new HashMap<>(Map.of(FIRST.getKeyID(), Instant.EPOCH));
        Map<String, Instant> lastSigned = new HashMap<>();
        int largest = 0;

        // when
        for (Instant now = NOON; now.isBefore(NOON.plus(Duration.ofDays(365))); now = now.plusSeconds(150)) {
            keys = keys.asOf(now, SigningKeySetTest::newKey);
            Instant seen = now;
            keys.keys().forEach(key -> publishedSince.putIfAbsent(key.key().getKeyID(), seen));
            String signing = keys.signing(now).getKeyID();
            lastSigned.put(signing, now);

            // then
            assertThat(publishedSince.get(signing)).isBeforeOrEqualTo(now.minus(Duration.ofMinutes(10)));
            List<String> published =
                    keys.keys().stream().map(key -> key.key().getKeyID()).toList();
            lastSigned.forEach((kid, last) -> assertThat(published.contains(kid)
                            || last.plus(Duration.ofMinutes(10).plusSeconds(30)).isBefore(seen))
                    .isTrue());
            largest = Math.max(largest, published.size());
        }
        assertThat(lastSigned).hasSize(13);
        assertThat(largest).isEqualTo(2);
    }

    @Test
    void shouldBeReadAsItWasWritten() {
        // given
        SigningKeySet keys = new SigningKeySet(List.of(new Key(FIRST, NOON), new Key(SECOND, NOON.plusSeconds(60))));

        // when
        SigningKeySet read = SigningKeySet.parse(keys.toJson());

        // then
        assertThat(read).isEqualTo(keys);
        assertThat(read.keys()).allMatch(key -> key.key().isPrivate());
        assertThat(keys.toString()).isEqualTo("SigningKeySet[2]");
    }

    private static ECKey none() {
        throw new AssertionError("Expected no new key, but one was made");
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

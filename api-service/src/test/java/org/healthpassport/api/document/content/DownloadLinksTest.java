package org.healthpassport.api.document.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.Test;

class DownloadLinksTest {
    private static final String DOCUMENT = "0198c7a2-0000-7000-8000-000000000001";
    private static final Instant EXPIRES = Instant.parse("2026-01-01T00:05:00Z");
    private static final KeyedDigest KEY = new KeyedDigest(KeyedDigest.generateKey());

    @Test
    void shouldOpenUntilTheLinkExpires() {
        String token = at("2026-01-01T00:00:00Z").issue(DOCUMENT, EXPIRES);

        assertThat(at("2026-01-01T00:04:59Z").open(token)).hasValue(DOCUMENT);
        assertThat(at("2026-01-01T00:05:00Z").open(token)).isEmpty();
    }

    @Test
    void shouldNotOpenWithAnotherKey() {
        String token = at("2026-01-01T00:00:00Z").issue(DOCUMENT, EXPIRES);
        KeyedDigest another = new KeyedDigest(KeyedDigest.generateKey());
        DownloadLinks others =
                new DownloadLinks(() -> another, Clock.fixed(Instant.parse("2026-01-01T00:00:01Z"), ZoneOffset.UTC));

        assertThat(others.open(token)).isEmpty();
    }

    @Property
    void shouldNotOpenWhenAnyCharacterIsAltered(@ForAll @IntRange(min = 0, max = 74) int position) {
        String token = at("2026-01-01T00:00:00Z").issue(DOCUMENT, EXPIRES);
        char altered = token.charAt(position) == 'A' ? 'Q' : 'A';
        String other = token.substring(0, position) + altered + token.substring(position + 1);

        assertThat(at("2026-01-01T00:00:01Z").open(other)).isEmpty();
    }

    @Property
    void shouldNotOpenForWhateverElseIsSent(@ForAll String token) {
        assertThat(at("2026-01-01T00:00:01Z").open(token)).isEmpty();
    }

    private static DownloadLinks at(String now) {
        return new DownloadLinks(() -> KEY, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }
}

package org.healthpassport.vault.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AssociatedDataTest {
    @Property(tries = 300)
    void shouldTellApartListsOfParts(
            @ForAll @Size(max = 4) List<@StringLength(max = 4) String> some,
            @ForAll @Size(max = 4) List<@StringLength(max = 4) String> others) {
        assertThat(Arrays.equals(associatedData(some), associatedData(others)))
                .isEqualTo(utf8(some).equals(utf8(others)));
    }

    @Test
    void shouldNotLetPartsRunIntoEachOther() {
        assertThat(AssociatedData.of("ab", "c")).isNotEqualTo(AssociatedData.of("a", "bc"));
        assertThat(AssociatedData.of("a", "")).isNotEqualTo(AssociatedData.of("a"));
    }

    private static byte[] associatedData(List<String> parts) {
        return AssociatedData.of(parts.toArray(String[]::new));
    }

    /** As the bytes see them: what is no character becomes a question mark. */
    private static List<String> utf8(List<String> parts) {
        return parts.stream()
                .map(part -> new String(part.getBytes(UTF_8), UTF_8))
                .toList();
    }
}

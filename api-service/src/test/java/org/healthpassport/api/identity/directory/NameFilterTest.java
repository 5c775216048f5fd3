package org.healthpassport.api.identity.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.aggregates.refusal.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFilterTest {
    @ParameterizedTest
    @CsvSource({
        "charite, Charité Berlin",
        "CHARITÉ, Charite",
        "berlin, Charité Berlin",
        "é b, Charité   Berlin",
        "'  ', Anything",
        "ﬁ, Fidelity"
    })
    void shouldFindAnyPartOfAName(String part, String name) {
        assertThat(NameFilter.of(part).matches(name)).isTrue();
    }

    @Test
    void shouldFindNothingElse() {
        assertThat(NameFilter.of("charity").matches("Charité")).isFalse();
        assertThat(NameFilter.of("x").matches(null)).isFalse();
        assertThat(NameFilter.of(null).matches(null)).isTrue();
        assertThat(NameFilter.of("Grace").toString()).doesNotContainIgnoringCase("grace");
    }

    @Property
    void shouldFindEveryNameByItself(@ForAll @StringLength(max = 200) String name) {
        assertThat(NameFilter.of(name).matches(name)).isTrue();
    }

    @Test
    void shouldBoundTheWork() {
        assertThatThrownBy(() -> NameFilter.of("a".repeat(201)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new DirectoryRefusal.NameTooLong()));
    }
}

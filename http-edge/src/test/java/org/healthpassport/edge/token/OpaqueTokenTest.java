package org.healthpassport.edge.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueTokenTest {
    private static final OpaqueToken FORM = new OpaqueToken("hp1_", 4);

    @Property(tries = 200)
    void shouldGiveBackTheContent(@ForAll @Size(4) byte[] content) {
        assertThat(FORM.content(FORM.text(content))).hasValue(ByteBuffer.wrap(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hp1_", "AAECAw", "hp2_AAECAw", "hp1_AAECA", "hp1_AAECAwQ", "hp1_AAEC*w", "hp1_AAEC=="})
    void shouldKnowNoOtherForm(String text) {
        assertThat(FORM.content(text)).isEmpty();
    }

    @Test
    void shouldHaveOneSpelling() {
        assertThat(FORM.text(new byte[] {0, 1, 2, 3})).isEqualTo("hp1_AAECAw");
        assertThat(FORM.content("hp1_AAECAw")).isPresent();
        assertThat(FORM.content("hp1_AAECAx")).as("two bits left over").isEmpty();
    }

    @Test
    void shouldRefuseContentOfAnotherLength() {
        assertThatThrownBy(() -> FORM.text(new byte[5])).hasMessage("Expected 4 bytes, but got 5");
    }
}

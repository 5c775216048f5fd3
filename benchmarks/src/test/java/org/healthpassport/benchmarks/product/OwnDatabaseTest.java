package org.healthpassport.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnDatabaseTest {
    @ParameterizedTest
    @CsvSource({
        "mongodb://localhost:27017, mongodb://localhost:27017/own",
        "mongodb://localhost:27017/theirs, mongodb://localhost:27017/own",
        "'mongodb://a:1,b:2/theirs?replicaSet=r', 'mongodb://a:1,b:2/own?replicaSet=r'",
        "mongodb+srv://u:p@host/?w=majority, mongodb+srv://u:p@host/own?w=majority&authSource=admin",
        "mongodb://u:p@host/theirs, mongodb://u:p@host/own?authSource=theirs",
        "mongodb://u:p@host/theirs?authSource=x, mongodb://u:p@host/own?authSource=x"
    })
    void shouldNameAnotherDatabaseAndTheSameUsers(String uri, String expected) {
        assertThat(OwnDatabase.uriOf(uri, "own")).isEqualTo(expected);
    }

    @Test
    void shouldRefuseOtherTextWithoutRepeatingIt() {
        assertThatThrownBy(() -> OwnDatabase.uriOf("user:secret@host", "own"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}

package org.healthpassport.foreign;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ForeignChecksTest {

    @Test
    void shouldGoOnWhereTheProgramIsThere() {
        assertThatCode(() -> ForeignChecks.require(true, "there is no example", true))
                .doesNotThrowAnyException();
        assertThatCode(() -> ForeignChecks.require(true, "there is no example", false))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldSkipWhereNothingIsRequired() {
        assertThatThrownBy(() -> ForeignChecks.require(false, "there is no example", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("there is no example");
    }

    @Test
    void shouldFailWhereForeignProgramsAreRequired() {
        assertThatThrownBy(() -> ForeignChecks.require(false, "there is no example", true))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("Expected to let a program that we did not write check this,"
                        + " as -Dforeign.required=true demands, but there is no example");
    }
}

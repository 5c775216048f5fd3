package org.healthpassport.edge.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.healthpassport.edge.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W/\"2\"",
                "\"2\"",
                " W/\"2\" ",
                "W/\"7\", W/\"2\"",
                "W/\"7\",W/\"2\"",
                ", ,W/\"2\" ,",
                "\"a,b\", \"2\"",
                "*",
            })
    void shouldAllowAVersionThatIsListed(String header) {
        assertThat(IfMatch.required(header).allows(2)).isTrue();
        assertThat(IfMatch.optional(header).allows(2)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "W/\"1\"",
                "2",
                "w/\"2\"",
                "W/2",
                "W/ \"2\"",
                "\"02\"",
                "\"+2\"",
                "\"2",
                "2\"",
                "\"a,\"2\"",
                "\"2\" \"3\"",
                "*, \"2\"",
                "\"99999999999999999999999999\"",
                "\"2\"; q=1",
            })
    void shouldAllowNothingElse(String header) {
        assertThat(IfMatch.required(header).allows(2)).isFalse();
        assertThat(IfMatch.optional(header).allows(2)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"2\"", "\"2\"", "W/\"7\", W/\"2\""})
    void shouldNotAllowAVersionThatMustNotBeThere(String ifNoneMatch) {
        assertThat(IfMatch.required("*").butNot(ifNoneMatch).allows(2)).isFalse();
        assertThat(IfMatch.optional(null).butNot(ifNoneMatch).allows(2)).isFalse();
        assertThat(IfMatch.optional(null).butNot(ifNoneMatch).allows(3)).isTrue();
        assertThat(IfMatch.required("\"2\", \"3\"").butNot(ifNoneMatch).names(2))
                .isFalse();
        assertThat(IfMatch.required("\"2\", \"3\"").butNot(ifNoneMatch).minus(1).allows(1))
                .isFalse();
        assertThat(IfMatch.required("\"2\", \"3\"").butNot(ifNoneMatch).minus(1).allows(2))
                .isTrue();
        assertThat(IfMatch.required("\"2\"").butNot(null).allows(2)).isTrue();
    }

    @Test
    void shouldNameOnlyVersionsThatAreListed() {
        assertThat(IfMatch.required("W/\"7\", \"2\"").names(2)).isTrue();
        assertThat(IfMatch.required("W/\"7\"").names(2)).isFalse();
        assertThat(IfMatch.required("*").names(2)).isFalse();
    }

    @Test
    void shouldDemandAConditionWhereOneIsRequired() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> IfMatch.required(null));
        assertThat(IfMatch.optional(null).allows(5)).isTrue();
    }

    @Test
    void shouldBeAConditionOnAPartOfASum() {
        IfMatch condition = IfMatch.required("\"7\", \"9\"").minus(4);
        assertThat(condition.allows(3)).isTrue();
        assertThat(condition.allows(5)).isTrue();
        assertThat(condition.allows(7)).isFalse();
        assertThat(IfMatch.required("*").minus(4).allows(1)).isTrue();
    }
}

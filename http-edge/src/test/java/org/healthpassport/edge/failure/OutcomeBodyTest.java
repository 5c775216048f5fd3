package org.healthpassport.edge.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutcomeBodyTest {
    private final OutcomeBody outcomes = new OutcomeBody(JsonMapper.shared());

    @ParameterizedTest
    @CsvSource({
        "/name/0/family, name[0].family",
        "/status, status",
        "/contained/12/code/coding/3/system, contained[12].code.coding[3].system",
        "/_birthDate/extension/0, _birthDate.extension[0]"
    })
    void shouldNameThePlaceAsFhirPath(String pointer, String expression) {
        assertThat(json(Problem.invalid(pointer, "must be absent"))
                        .at("/issue/0/expression/0")
                        .asString())
                .isEqualTo(expression);
    }

    @Test
    void shouldHaveAnIssueForEachInvalidMember() {
        // when
        JsonNode outcome = json(Problem.invalid(
                new InvalidMember("/status", "must be there"), new InvalidMember("", "must have a name")));

        // then
        assertThat(outcome.path("issue").size()).isEqualTo(2);
        assertThat(outcome.at("/issue/0/diagnostics").asString()).isEqualTo("/status must be there");
        assertThat(outcome.at("/issue/1/diagnostics").asString()).isEqualTo("The resource must have a name");
        assertThat(outcome.at("/issue/1").has("expression")).isFalse();
    }

    /** http://hl7.org/fhir/R4/valueset-issue-type.html */
    @ParameterizedTest
    @EnumSource
    void shouldHaveACodeOfFhirForEveryProblem(ProblemType type) {
        // when
        JsonNode issue = json(Problem.of(type, "Something is wrong.")).at("/issue/0");

        // then
        assertThat(issue.path("code").asString())
                .isIn(
                        "structure",
                        "login",
                        "forbidden",
                        "not-found",
                        "not-supported",
                        "timeout",
                        "conflict",
                        "deleted",
                        "too-long",
                        "value",
                        "invalid",
                        "required",
                        "throttled",
                        "transient",
                        "no-store",
                        "exception");
        assertThat(issue.path("code").asString().equals("exception")).isEqualTo(type.status() == 500);
        assertThat(issue.at("/details/text").asString()).isEqualTo(type.title());
    }

    private JsonNode json(Problem problem) {
        return JsonMapper.shared().readTree(outcomes.of(problem, "1"));
    }
}

package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.api.fhir.validation.Issue.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutcomeTest {

    @Test
    void shouldSayThatThereAreNoIssues() {
        assertThat(outcome(List.of()).at("/issue/0/severity").asString()).isEqualTo("information");
    }

    @Test
    void shouldShowAsManyAsAreAllowedInTheirOrder() {
        // given
        List<Issue> issues = IntStream.range(0, Outcome.MOST_ISSUES)
                .mapToObj(i -> issue(i == 7 ? Severity.ERROR : Severity.WARNING, "text " + i))
                .toList();

        // when
        JsonNode shown = outcome(issues).path("issue");

        // then
        assertThat(shown.valueStream().map(issue -> issue.path("diagnostics").asString()))
                .containsExactlyElementsOf(issues.stream().map(Issue::text).toList());
    }

    @Test
    void shouldShowTheWorstOfTooManyAndSayThatThereAreMore() {
        // given
        List<Issue> issues = Stream.concat(
                        Collections.nCopies(5_000, issue(Severity.WARNING, "could be better")).stream(),
                        Stream.of(issue(Severity.ERROR, "is wrong")))
                .toList();

        // when
        JsonNode shown = outcome(issues).path("issue");

        // then
        assertThat(shown).hasSize(200);
        assertThat(shown.at("/0/diagnostics").asString()).isEqualTo("is wrong");
        assertThat(shown.at("/199/severity").asString()).isEqualTo("information");
        assertThat(shown.at("/199/diagnostics").asString()).startsWith("There are 4802 more issues.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "aa"})
    void shouldShortenTextsBetweenCharacters(String shift) {
        // given
        String text = shift + "\uD83D\uDE00".repeat(400_000);

        // when
        String shown = outcome(List.of(issue(Severity.ERROR, text)))
                .at("/issue/0/diagnostics")
                .asString();

        // then
        assertThat(shown)
                .hasSizeBetween(Outcome.LONGEST_TEXT - 1, Outcome.LONGEST_TEXT)
                .endsWith("\uDE00…");
        assertThat(text).startsWith(shown.substring(0, shown.length() - 1));
    }

    @Test
    void shouldLeaveOutAPlaceThatIsTooLong() {
        // given
        Issue issue = new Issue(Severity.ERROR, "processing", "is wrong", "Observation." + "x".repeat(800_000));

        // when
        JsonNode shown = outcome(List.of(issue)).at("/issue/0");

        // then
        assertThat(shown.has("expression")).isFalse();
    }

    private static Issue issue(Severity severity, String text) {
        return new Issue(severity, "processing", text, null);
    }

    private static JsonNode outcome(List<Issue> issues) {
        return JsonMapper.shared().valueToTree(Outcome.of(issues));
    }
}

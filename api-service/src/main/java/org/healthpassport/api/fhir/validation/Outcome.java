package org.healthpassport.api.fhir.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthpassport.api.fhir.validation.Issue.Severity;

/** The OperationOutcome of a validation. A small resource can have many issues with long texts, so both are bounded. */
final class Outcome {
    static final int MOST_ISSUES = 200;
    static final int LONGEST_TEXT = 500;

    private static final String ELLIPSIS = "…";
    private static final Issue ALL_OK = new Issue(Severity.INFORMATION, "informational", "No issues were found.", null);

    private Outcome() {}

    /** The members of the resource; of too many issues the worst ones. */
    static Map<String, Object> of(List<Issue> issues) {
        List<Issue> shown = issues.isEmpty() ? List.of(ALL_OK) : atMost(issues);
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("resourceType", "OperationOutcome");
        outcome.put("issue", shown.stream().map(Outcome::members).toList());
        return outcome;
    }

    private static List<Issue> atMost(List<Issue> issues) {
        if (issues.size() <= MOST_ISSUES) {
            return issues;
        }
        List<Issue> worst = new ArrayList<>(issues.stream()
                .sorted(Comparator.comparing(Issue::severity))
                .limit(MOST_ISSUES - 1)
                .toList());
        worst.add(new Issue(
                Severity.INFORMATION,
                "informational",
                "There are %d more issues. The worst are shown.".formatted(issues.size() - worst.size()),
                null));
        return worst;
    }

    private static Map<String, Object> members(Issue issue) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("severity", issue.severity().name().toLowerCase(Locale.ROOT));
        members.put("code", issue.code());
        members.put("diagnostics", shortened(issue.text()));
        // Half of a path would name another element.
        if (issue.place() != null && issue.place().length() <= LONGEST_TEXT) {
            members.put("expression", List.of(issue.place()));
        }
        return members;
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = LONGEST_TEXT - ELLIPSIS.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + ELLIPSIS;
    }
}

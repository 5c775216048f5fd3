package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** Compares our verdicts with HAPI's, and knows the differences that have a reason, from the file that gives it. */
final class Disagreements {
    private static final List<String> LINES = lines();

    private Disagreements() {}

    /** Fails unless both of us find errors, or neither does, or those of the only one are listed. */
    static void shouldAgreeOn(String name, ObjectNode resource, List<Finding> ours) {
        String json = new String(FhirJson.write(resource), UTF_8);
        List<String> theirs = Oracle.errors(json);
        boolean agreed = ours.isEmpty() == theirs.isEmpty()
                || (theirs.isEmpty() && ours.stream().allMatch(finding -> isListed('<', finding.toString())))
                || (ours.isEmpty() && theirs.stream().allMatch(error -> isListed('>', error)));
        assertThat(agreed)
                .as("%s%n%.2000s%nours: %s%nHAPI's: %s", name, json, ours, theirs)
                .isTrue();
    }

    private static boolean isListed(char finder, String finding) {
        return LINES.stream().anyMatch(line -> line.charAt(0) == finder && finding.contains(line.substring(2)));
    }

    private static List<String> lines() {
        try (InputStream file =
                Objects.requireNonNull(Disagreements.class.getResourceAsStream("/fhir/disagreements.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

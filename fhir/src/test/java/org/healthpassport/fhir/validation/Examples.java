package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.ObjectNode;

/** Allergies with a verdict on each, from the file that explains where HAPI's differs. */
final class Examples {
    private Examples() {}

    static List<Example> all() {
        try (InputStream file = Objects.requireNonNull(Examples.class.getResourceAsStream("/fhir/allergies.txt"))) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> new Example(Verdict.of(line.charAt(0)), line.substring(2)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param text members of an allergy, or a whole resource */
    record Example(Verdict verdict, String text) {
        ObjectNode resource() {
            return text.startsWith("{") ? FhirJson.parse(text.getBytes(UTF_8)) : Allergy.with(text);
        }
    }

    enum Verdict {
        VALID('+', true, true),
        INVALID('-', false, false),
        REFUSED_BY_US_ALONE('<', false, true),
        REFUSED_BY_HAPI_ALONE('>', true, false);

        private final char mark;
        final boolean valid;
        final boolean validForHapi;

        Verdict(char mark, boolean valid, boolean validForHapi) {
            this.mark = mark;
            this.valid = valid;
            this.validForHapi = validForHapi;
        }

        private static Verdict of(char mark) {
            for (Verdict verdict : values()) {
                if (verdict.mark == mark) {
                    return verdict;
                }
            }
            throw new IllegalArgumentException("Expected a verdict, not " + mark);
        }
    }
}

package org.healthpassport.fhir.validation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.TypeDefinition;
import org.healthpassport.fhir.definition.TypeDefinition.Bounds;
import org.healthpassport.fhir.definition.TypeDefinition.JsonForm;
import org.healthpassport.fhir.json.NumberLiteral;
import org.healthpassport.fhir.pattern.LinearPattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks the format of primitive values (datatypes.html of the specification). */
final class PrimitiveFormats {
    private static final Map<String, String> NAMES = Map.of("urn:uuid:", "uuid", "urn:oid:", "oid");
    private static final int DATE_LENGTH = "2021-02-28".length();
    /** The specification allows a second any number of digits, but comparing a hundred thousand takes long. */
    private static final int LONGEST_DATE = 64;

    private final Map<String, LinearPattern> patterns;

    PrimitiveFormats(Definitions definitions) {
        Map<String, LinearPattern> compiled = new HashMap<>();
        for (TypeDefinition type : definitions.primitives()) {
            String regex = type.regex();
            if (regex != null) {
                compiled.put(type.name(), LinearPattern.compile(regex));
            }
        }
        patterns = Map.copyOf(compiled);
    }

    /** The requirement that a value does not meet, without quoting it; empty if it is valid. */
    Optional<String> problem(TypeDefinition type, JsonNode value) {
        if (!hasForm(value, type.form())) {
            return Optional.of("must be a JSON %s, as its type is %s"
                    .formatted(String.valueOf(type.form()).toLowerCase(Locale.ROOT), type.name()));
        }
        String text = value instanceof NumberLiteral number ? number.literal() : value.asString();
        if (type.form() == JsonForm.STRING && text.isBlank()) {
            return Optional.of("must not be empty");
        }
        if (type.form() == JsonForm.STRING && hasControlCharacter(text)) {
            return Optional.of("must have no control characters but tabs, line feeds and carriage returns");
        }
        int longest = isDated(type) ? LONGEST_DATE : type.maxLength();
        if (longest > 0 && text.length() > longest) {
            return Optional.of("must have at most %,d characters".formatted(longest));
        }
        LinearPattern pattern = patterns.get(type.name());
        if ((pattern != null && !pattern.matches(text)) || isMisspelledName(type, text)) {
            return Optional.of("must have the format of type " + type.name());
        }
        Bounds bounds = type.bounds();
        if (bounds != null && isOutside(bounds, new BigDecimal(text))) {
            return Optional.of("must be from %d to %d".formatted(bounds.least(), bounds.greatest()));
        }
        return isDated(type) && !isOnCalendar(text) ? Optional.of("must be a date that exists") : Optional.empty();
    }

    /** A URI for a UUID or an OID must have the format of type {@code uuid} or {@code oid} (datatypes.html#uri). */
    private boolean isMisspelledName(TypeDefinition type, String text) {
        return (type.name().equals("uri") || "uri".equals(type.base()))
                && NAMES.entrySet().stream()
                        .anyMatch(name -> text.startsWith(name.getKey())
                                && !pattern(name.getValue()).matches(text));
    }

    private LinearPattern pattern(String type) {
        return Objects.requireNonNull(patterns.get(type), type);
    }

    private static boolean hasForm(JsonNode value, @Nullable JsonForm form) {
        if (form == JsonForm.NUMBER) {
            return value.isNumber();
        }
        return form == JsonForm.BOOLEAN ? value.isBoolean() : value.isString();
    }

    /** The specification forbids them in every text, though none of its expressions says so (datatypes.html#string). */
    private static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(one -> one < ' ' && one != '\t' && one != '\n' && one != '\r');
    }

    private static boolean isOutside(Bounds bounds, BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(bounds.least())) < 0
                || number.compareTo(BigDecimal.valueOf(bounds.greatest())) > 0;
    }

    private static boolean isDated(TypeDefinition type) {
        return type.name().equals("date")
                || type.name().equals("dateTime")
                || type.name().equals("instant");
    }

    private static boolean isOnCalendar(String text) {
        if (text.length() < DATE_LENGTH) {
            return true;
        }
        try {
            LocalDate.parse(text.substring(0, DATE_LENGTH));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}

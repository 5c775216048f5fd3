package org.healthpassport.api.fhir.validation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.api.fhir.definition.CodeList;
import org.healthpassport.api.fhir.definition.Definitions;
import org.healthpassport.api.fhir.definition.Member;
import org.healthpassport.api.fhir.element.Location;
import tools.jackson.databind.JsonNode;

/** Which values an element takes beyond what their type says: codes of required bindings, targets of references. */
final class ValueChecks {
    private static final Pattern RELATIVE =
            Pattern.compile("([A-Za-z]{1,64})/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?");

    private final Definitions definitions;

    ValueChecks(Definitions definitions) {
        this.definitions = definitions;
    }

    /** @param value with the right shape outside, anything inside */
    void check(Member member, JsonNode value, Location at, Findings findings) {
        String binding = member.element().binding();
        if (binding != null
                && !isBound(definitions.codeList(binding), member.type().code(), value)) {
            findings.add(at, "Expected a code of " + binding);
        }
        if (member.type().code().equals("Reference")
                && !isAllowed(value.path("reference"), member.type().targets())) {
            findings.add(
                    at.member("reference"),
                    "Expected a reference to " + String.join(", ", member.type().targets()));
        }
    }

    private static boolean isBound(CodeList codes, String type, JsonNode value) {
        return switch (type) {
            case "CodeableConcept" -> value.path("coding").valueStream().anyMatch(coding -> isCoded(codes, coding));
            case "Coding", "Quantity" -> isCoded(codes, value);
            default -> codes.contains(value.asString());
        };
    }

    private static boolean isCoded(CodeList codes, JsonNode coding) {
        return codes.contains(
                coding.path("system").asString(""), coding.path("code").asString(""));
    }

    /** Only what is relative names its type for certain. */
    private boolean isAllowed(JsonNode reference, List<String> targets) {
        Matcher relative = RELATIVE.matcher(reference.isString() ? reference.stringValue() : "");
        return !relative.matches()
                || (targets.isEmpty()
                        ? definitions.everyResourceType().contains(relative.group(1))
                        : targets.contains(relative.group(1)));
    }
}

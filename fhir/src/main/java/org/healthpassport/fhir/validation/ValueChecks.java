package org.healthpassport.fhir.validation;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.fhir.definition.CodeList;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.JsonMember;
import org.healthpassport.fhir.element.Location;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks values beyond their type: codes of required bindings, targets of references. */
final class ValueChecks {
    private static final Pattern RELATIVE =
            Pattern.compile("([A-Za-z]{1,64})/[A-Za-z0-9.-]{1,64}(/_history/[A-Za-z0-9.-]{1,64})?");

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    /** Members that must be absolute URIs by the text of the specification; the definitions cannot express this. */
    private static final Map<String, String> IDENTIFYING = Map.of(
            "Coding", "system",
            "Extension", "url",
            "Identifier", "system",
            "Quantity", "system");

    private final Definitions definitions;
    private final @Nullable JsonMember nestedExtension;

    ValueChecks(Definitions definitions) {
        this.definitions = definitions;
        nestedExtension = definitions.members(definitions.type("Extension")).get("extension");
    }

    /** @param value a value of the right JSON form, with any content */
    void check(JsonMember member, JsonNode value, Location at, FindingCollector findings) {
        String binding = member.element().binding();
        if (binding != null
                && !isBound(definitions.codeList(binding), member.type().code(), value)) {
            findings.add(at, "must be a code of " + binding);
        }
        String type = member.type().code();
        if (type.equals("Reference")) {
            checkTarget(member, value, at, findings);
        }
        if (type.equals("canonical") && isRelative(value) && !value.asString().startsWith("#")) {
            findings.add(at, "must be an absolute URI or a fragment");
        }
        String identifying = IDENTIFYING.get(type);
        if (identifying != null && member != nestedExtension && isRelative(value.path(identifying))) {
            findings.add(at.member(identifying), "must be an absolute URI");
        }
    }

    /** Checks the type of the target, which only a relative reference names for certain. */
    private void checkTarget(JsonMember member, JsonNode reference, Location at, FindingCollector findings) {
        List<String> targets = member.type().targets();
        String uri = reference.path("reference").asString("");
        if (uri.chars().anyMatch(Character::isWhitespace)) {
            findings.add(at.member("reference"), "must be a URI without spaces");
        }
        Matcher relative = RELATIVE.matcher(uri);
        if (relative.matches() && !isTarget(targets, relative.group(1))) {
            findings.add(at.member("reference"), "must be a reference to " + oneOf(targets));
        }
        String type = reference.path("type").asString("");
        if (definitions.everyResourceType().contains(type)
                && (!isTarget(targets, type)
                        || (relative.matches() && !relative.group(1).equals(type)))) {
            findings.add(at.member("type"), "must be the type of the referenced resource: " + oneOf(targets));
        }
    }

    private boolean isTarget(List<String> targets, String type) {
        return targets.isEmpty() ? definitions.everyResourceType().contains(type) : targets.contains(type);
    }

    private static String oneOf(List<String> targets) {
        return targets.isEmpty() ? "a resource of R4" : String.join(" or ", targets);
    }

    private static boolean isRelative(JsonNode uri) {
        return uri.isString() && !ABSOLUTE.matcher(uri.stringValue()).matches();
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
}

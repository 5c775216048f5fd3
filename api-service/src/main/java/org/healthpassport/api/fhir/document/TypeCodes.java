package org.healthpassport.api.fhir.document;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthpassport.api.document.DocumentType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The types of documents as codes: ours, and that of LOINC where it means the same. A prescription has none, for example, as
 * LOINC's are each of one kind of prescription.
 */
final class TypeCodes {
    static final String OURS = "urn:healthpassport:document-type";

    private static final String LOINC = "http://loinc.org";
    private static final Map<DocumentType, Loinc> SAME_IN_LOINC = new EnumMap<>(Map.of(
            DocumentType.LAB_REPORT, new Loinc("11502-2", "Laboratory report"),
            DocumentType.IMAGING, new Loinc("18748-4", "Diagnostic imaging study"),
            DocumentType.DISCHARGE_SUMMARY, new Loinc("18842-5", "Discharge summary"),
            DocumentType.REFERRAL, new Loinc("57133-1", "Referral note")));

    private TypeCodes() {}

    /** Sets the type of a {@code DocumentReference}. */
    static void write(DocumentType type, ObjectNode resource) {
        ArrayNode codings = resource.putObject("type").putArray("coding");
        codings.addObject().put("system", OURS).put("code", type.name()).put("display", inWords(type));
        Loinc same = SAME_IN_LOINC.get(type);
        if (same != null) {
            codings.addObject().put("system", LOINC).put("code", same.code()).put("display", same.display());
        }
    }

    /** Turns {@code LAB_REPORT} into {@code Lab report}. */
    private static String inWords(DocumentType type) {
        return type.name().charAt(0)
                + type.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The type that a coding means; empty if no type of ours means exactly that. */
    static Optional<DocumentType> read(JsonNode coding) {
        String system = coding.path("system").asString("");
        String code = coding.path("code").asString("");
        for (DocumentType type : DocumentType.values()) {
            Loinc same = SAME_IN_LOINC.get(type);
            if ((system.equals(OURS) && code.equals(type.name()))
                    || (same != null && system.equals(LOINC) && code.equals(same.code()))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The codes that are understood, for people. */
    static String listed() {
        return "one of " + Arrays.stream(DocumentType.values()).map(Enum::name).collect(Collectors.joining(", "))
                + " in "
                + OURS + ", or one of "
                + SAME_IN_LOINC.values().stream().map(Loinc::code).collect(Collectors.joining(", ")) + " in " + LOINC
                + ": a document cannot keep another type";
    }

    /** A code of FHIR's value set {@code c80-doc-typecodes}. */
    private record Loinc(String code, String display) {}
}

package org.healthpassport.api.fhir.document;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.fhir.catalog.Section;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The types of documents as codes: ours, and that of LOINC where it means the same. A prescription has none, for example, as
 * LOINC's are each of one kind of prescription. Codes for such a kind are understood as well, but not written.
 */
final class TypeCodes {
    static final String OURS = "urn:healthpassport:document-type";

    private static final String LOINC = "http://loinc.org";
    private static final Map<DocumentType, Loinc> SAME_IN_LOINC = new EnumMap<>(Map.of(
            DocumentType.LAB_REPORT, new Loinc("11502-2", "Laboratory report"),
            DocumentType.IMAGING, new Loinc("18748-4", "Diagnostic imaging study"),
            DocumentType.DISCHARGE_SUMMARY, new Loinc("18842-5", "Discharge summary"),
            DocumentType.REFERRAL, new Loinc("57133-1", "Referral note")));

    /** Special kinds of our types, as senders often name them. */
    private static final Map<String, DocumentType> KINDS_IN_LOINC = Map.ofEntries(
            Map.entry("11526-1", DocumentType.LAB_REPORT), // pathology study
            Map.entry("18725-2", DocumentType.LAB_REPORT), // microbiology studies
            Map.entry("26436-6", DocumentType.LAB_REPORT), // laboratory studies
            Map.entry("57828-6", DocumentType.PRESCRIPTION), // prescription list
            Map.entry("57833-6", DocumentType.PRESCRIPTION), // prescription for medication
            Map.entry("18726-0", DocumentType.IMAGING), // radiology studies
            Map.entry("68604-8", DocumentType.IMAGING), // radiology diagnostic study note
            Map.entry("11490-0", DocumentType.DISCHARGE_SUMMARY), // by a physician
            Map.entry("28655-9", DocumentType.DISCHARGE_SUMMARY), // by the attending physician
            Map.entry("34105-7", DocumentType.DISCHARGE_SUMMARY), // from a hospital
            Map.entry(Section.IMMUNIZATIONS.loinc().orElseThrow(), DocumentType.VACCINATION),
            Map.entry("82593-5", DocumentType.VACCINATION), // immunization summary report
            Map.entry("64290-0", DocumentType.INSURANCE), // health insurance card
            Map.entry("64291-8", DocumentType.INSURANCE)); // form for a health insurance

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

    /** True if a coding is of our own system, which has nothing but our types. */
    static boolean isOurs(JsonNode coding) {
        return coding.path("system").asString("").equals(OURS);
    }

    /** The type that a coding means, or of which it means a kind; empty if there is none. */
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
        return system.equals(LOINC) ? Optional.ofNullable(KINDS_IN_LOINC.get(code)) : Optional.empty();
    }

    /** Our codes, for people. */
    static String listed() {
        return "one of " + Arrays.stream(DocumentType.values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** A code of FHIR's value set {@code c80-doc-typecodes}. */
    private record Loinc(String code, String display) {}
}

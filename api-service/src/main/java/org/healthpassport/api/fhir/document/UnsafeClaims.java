package org.healthpassport.api.fhir.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.api.record.resource.FalseClaims;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what a valid {@code DocumentReference} must not say, because somebody could rely on it and the service does not act
 * on it.
 */
final class UnsafeClaims {
    private static final Pattern PATIENT = Pattern.compile("(?:.*/)?Patient(?:[/?].*)?", Pattern.DOTALL);
    private static final String SUBJECT = "/subject/reference";
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /** From unrestricted to normal. Documents of these kinds need no more care than all of them get. */
    private static final Set<String> NOT_RESTRICTED = Set.of("U", "L", "M", "N");

    private final @Nullable String patientId;
    private final List<InvalidMember> found = new ArrayList<>();

    private UnsafeClaims(@Nullable String patientId) {
        this.patientId = patientId;
    }

    /** @param patientId the only patient to whom the resource may refer; null if there is none */
    static List<InvalidMember> in(ObjectNode sent, @Nullable String patientId) {
        UnsafeClaims claims = new UnsafeClaims(patientId);
        claims.statusIn(sent);
        claims.membersIn(sent);
        claims.labelsIn(sent);
        claims.search(sent, "");
        claims.found.addAll(FalseClaims.in(sent));
        return claims.found;
    }

    private void statusIn(ObjectNode sent) {
        for (String status : List.of("status", "docStatus")) {
            if (sent.path(status).asString("").equals("entered-in-error")) {
                refuse('/' + status, "must not be entered-in-error: delete a document that is wrong");
            }
        }
    }

    private void membersIn(ObjectNode sent) {
        if (sent.has("relatesTo")) {
            refuse("/relatesTo", "must be absent: the service replaces or appends no document");
        }
        if (sent.at("/content/0/attachment").has("url")) {
            refuse(
                    "/content/0/attachment/url",
                    "must be absent: the service fetches nothing from addresses; send the bytes as 'data'");
        }
        JsonNode contained = sent.path("contained");
        for (int i = 0; i < contained.size(); i++) {
            if (contained.path(i).path("resourceType").asString("").equals("Patient")) {
                refuse("/contained/" + i, "must not be a patient: the subject is one whom the service knows");
            }
        }
    }

    private void labelsIn(ObjectNode sent) {
        JsonNode labels = sent.path("securityLabel");
        for (int i = 0; i < labels.size(); i++) {
            checkLabel(labels.path(i).path("coding"), "/securityLabel/" + i);
        }
        JsonNode ofTheResource = sent.at("/meta/security");
        if (!ofTheResource.isMissingNode()) {
            checkLabel(ofTheResource, "/meta/security");
        }
    }

    private void checkLabel(JsonNode codings, String pointer) {
        boolean harmless = !codings.isEmpty()
                && codings.valueStream()
                        .allMatch(coding -> coding.path("system").asString("").equals(CONFIDENTIALITY)
                                && NOT_RESTRICTED.contains(coding.path("code").asString("")));
        if (!harmless) {
            refuse(
                    pointer,
                    "must be U, L, M or N in " + CONFIDENTIALITY
                            + ": labels restrict nothing here, as consent decides who reads a document");
        }
    }

    /** The recursion ends, as the JSON reader limits the depth of resources. */
    private void search(JsonNode node, String pointer) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                search(node.path(i), pointer + '/' + i);
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String place = pointer + '/' + member.getKey();
            switch (member.getKey()) {
                case "modifierExtension", "implicitRules" ->
                    refuse(
                            place,
                            "must be absent: it may change the meaning of the rest in a way that nobody here knows");
                case "reference" -> checkReference(member.getValue(), place);
                default -> {}
            }
            search(member.getValue(), place);
        }
    }

    private void checkReference(JsonNode reference, String place) {
        String target = reference.asString("");
        if (!place.equals(SUBJECT)
                && PATIENT.matcher(target.strip()).matches()
                && !target.equals("Patient/" + patientId)) {
            refuse(place, "must not be a patient other than the subject");
        }
    }

    private void refuse(String pointer, String detail) {
        found.add(new InvalidMember(pointer, detail));
    }
}

package org.healthpassport.api.fhir.document;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.edge.text.Printable;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a {@code DocumentReference} that shall become a document: by its definition, and then that a document can keep all of
 * it, as nothing that somebody wrote gets lost without a word.
 */
final class DocumentCheck {
    private static final int LONGEST = 200;
    private static final String NAMELESS = "document";
    private static final ResourceValidation VALIDATION = new ResourceValidation();

    /** The members that a document keeps, or that the service sets without a loss; by their place, without indexes. */
    private static final Map<String, Set<String>> KEPT = Map.of(
            "", Set.of("resourceType", "id", "meta", "status", "type", "subject", "description", "content"),
            "/meta", Set.of("versionId", "lastUpdated"),
            "/type", Set.of("coding"),
            "/type/coding", Set.of("system", "code", "display"),
            "/subject", Set.of("reference", "type"),
            "/content", Set.of("attachment"),
            "/content/attachment", Set.of("contentType", "data", "size", "hash", "title"));

    private final ObjectNode sent;
    private final List<InvalidMember> errors = new ArrayList<>();

    private DocumentCheck(ObjectNode sent) {
        this.sent = sent;
    }

    /** @throws Refused with {@link InvalidInput}, or {@link FhirRefusal.TypeOfAnotherAddress} */
    static SentDocument check(ObjectNode sent) {
        if (!DocumentResource.TYPE.equals(sent.path("resourceType").asString(""))) {
            throw new FhirRefusal.TypeOfAnotherAddress(DocumentResource.TYPE).asException();
        }
        DocumentCheck check = new DocumentCheck(sent);
        VALIDATION.validate(sent).forEach(finding -> check.refuse(finding.pointer(), finding.detail()));
        check.end();
        check.keepsAll(sent, "", "");
        SentDocument document = check.document();
        check.end();
        return document;
    }

    private void keepsAll(JsonNode node, String place, String pointer) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                keepsAll(node.path(i), place, pointer + '/' + i);
            }
        }
        Set<String> kept = KEPT.get(place);
        if (kept == null) {
            return;
        }
        node.properties().forEach(member -> {
            String name = member.getKey();
            if (kept.contains(name)) {
                keepsAll(member.getValue(), place + '/' + name, pointer + '/' + name);
            } else {
                refuse(pointer + '/' + name, reason(place + '/' + name));
            }
        });
    }

    private static String reason(String place) {
        return switch (place) {
            case "/content/attachment/url" ->
                "must be absent: the service fetches nothing from addresses; send the bytes as 'data'";
            case "/date", "/author", "/masterIdentifier" -> "must be absent: the service sets it";
            default -> "must be absent: a document cannot keep it";
        };
    }

    private SentDocument document() {
        if (!"current".equals(sent.path("status").asString(""))) {
            refuse("/status", "must be current");
        }
        if (sent.path("content").size() > 1) {
            refuse("/content", "must have one attachment: each is a document of its own");
        }
        JsonNode title = sent.at("/content/0/attachment/title");
        if (title.isString()) {
            checkName(title.stringValue());
        }
        return new SentDocument(
                patientId(),
                type(),
                sent.path("description").asStringOpt().orElse(null),
                title.asString(NAMELESS),
                new AttachedBytes(sent.at("/content/0/attachment")).check(errors, "/content/0/attachment"));
    }

    private void checkName(String name) {
        if (name.length() > LONGEST) {
            refuse("/content/0/attachment/title", "must have at most " + LONGEST + " characters, as it is a file name");
        }
        Printable.objection(name).ifPresent(objection -> refuse("/content/0/attachment/title", objection));
    }

    private @Nullable String patientId() {
        JsonNode subject = sent.path("subject");
        if (subject.isMissingNode()) {
            return null;
        }
        String reference = subject.path("reference").asString("");
        if (!reference.startsWith("Patient/")) {
            refuse("/subject/reference", "must refer to the patient, as Patient/ and the id");
        }
        return reference.replaceFirst("^Patient/", "");
    }

    private DocumentType type() {
        Set<DocumentType> types = EnumSet.noneOf(DocumentType.class);
        JsonNode codings = sent.at("/type/coding");
        for (int i = 0; i < codings.size(); i++) {
            String pointer = "/type/coding/" + i;
            TypeCodes.read(codings.path(i))
                    .ifPresentOrElse(types::add, () -> refuse(pointer, "must be " + TypeCodes.listed()));
        }
        if (types.size() > 1) {
            refuse("/type/coding", "must be of one type");
        }
        return types.stream().findFirst().orElse(DocumentType.OTHER);
    }

    private void refuse(String pointer, String detail) {
        errors.add(new InvalidMember(pointer, detail));
    }

    private void end() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors).asException();
        }
    }
}

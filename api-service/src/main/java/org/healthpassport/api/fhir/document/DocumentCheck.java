package org.healthpassport.api.fhir.document;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.document.DocumentDescription.SentReference;
import org.healthpassport.api.document.DocumentType;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.edge.text.Printable;
import org.healthpassport.fhir.validation.ResourceValidation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a {@code DocumentReference} that shall become a document: by its definition, and then that a document can be made of
 * it, and that it says nothing on which the service does not act.
 */
final class DocumentCheck {
    /** The most that a document keeps beside its bytes, as it lies in the state, which every list of documents reads. */
    static final int MOST_KEPT = 32 * 1024;

    private static final int LONGEST = 200;
    private static final String NAMELESS = "document";
    private static final String SUBJECT = "subject";
    private static final String ATTACHMENT = "/content/0/attachment";
    private static final ResourceValidation VALIDATION = new ResourceValidation();

    private final ObjectNode sent;
    private final @Nullable String ofCaller;
    private final List<InvalidMember> errors = new ArrayList<>();

    private DocumentCheck(ObjectNode sent, @Nullable String ofCaller) {
        this.sent = sent;
        this.ofCaller = ofCaller;
    }

    /**
     * The document in a resource.
     *
     * @param ofCaller the patient who is meant if the resource names none; null if the caller is no patient
     * @throws Refused with {@link InvalidInput} or a {@link FhirRefusal}
     */
    static SentDocument check(ObjectNode sent, @Nullable String ofCaller) {
        if (!DocumentResource.TYPE.equals(sent.path("resourceType").asString(""))) {
            throw new FhirRefusal.TypeOfAnotherAddress(DocumentResource.TYPE).asException();
        }
        DocumentCheck check = new DocumentCheck(sent, ofCaller);
        VALIDATION.validate(sent).forEach(finding -> check.refuse(finding.pointer(), finding.detail()));
        check.end();
        return check.document();
    }

    private SentDocument document() {
        String patientId = patientId();
        errors.addAll(UnsafeClaims.in(sent, patientId));
        if (sent.path("content").size() > 1) {
            refuse("/content", "must have one attachment: each is a document of its own");
        }
        JsonNode title = sent.at(ATTACHMENT + "/title");
        if (title.isString()) {
            checkName(title.stringValue());
        }
        DocumentType type = type();
        byte[] bytes = new AttachedBytes(sent.at(ATTACHMENT)).check(errors, ATTACHMENT);
        end();
        if (patientId == null) {
            throw new FhirRefusal.SubjectMissing(SUBJECT).asException();
        }
        return new SentDocument(
                patientId,
                type,
                sent.path("description").asStringOpt().orElse(null),
                title.asString(NAMELESS),
                bytes,
                reference());
    }

    private SentReference reference() {
        SentReference reference = DocumentResource.kept(sent);
        if (reference.resource().length > MOST_KEPT) {
            throw new FhirRefusal.TooMuchBesideTheBytes(MOST_KEPT).asException();
        }
        return reference;
    }

    private void checkName(String name) {
        if (name.length() > LONGEST) {
            refuse(ATTACHMENT + "/title", "must have at most " + LONGEST + " characters, as it is a file name");
        }
        Printable.objection(name).ifPresent(objection -> refuse(ATTACHMENT + "/title", objection));
    }

    private @Nullable String patientId() {
        JsonNode subject = sent.path(SUBJECT);
        if (subject.isMissingNode()) {
            return ofCaller;
        }
        String reference = subject.path("reference").asString("");
        if (!reference.startsWith("Patient/")) {
            refuse("/subject/reference", "must refer to the patient, as Patient/ and the id");
        }
        return reference.replaceFirst("^Patient/", "");
    }

    /** The type that the sender names in our own codes, or else the closest to one of the codes for type and category. */
    private DocumentType type() {
        Set<DocumentType> named = EnumSet.noneOf(DocumentType.class);
        JsonNode codings = sent.at("/type/coding");
        for (int i = 0; i < codings.size(); i++) {
            if (TypeCodes.isOurs(codings.path(i))) {
                String pointer = "/type/coding/" + i;
                TypeCodes.read(codings.path(i))
                        .ifPresentOrElse(named::add, () -> refuse(pointer, "must be " + TypeCodes.listed()));
            }
        }
        if (named.size() > 1) {
            refuse("/type/coding", "must be of one type");
        }
        Stream<JsonNode> ofCategories = sent.path("category")
                .valueStream()
                .flatMap(category -> category.path("coding").valueStream());
        return named.stream()
                .findFirst()
                .or(() -> Stream.concat(codings.valueStream(), ofCategories)
                        .map(TypeCodes::read)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElse(DocumentType.OTHER);
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

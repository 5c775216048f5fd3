package org.healthpassport.api.fhir.view;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A FHIR type that is a view of something that the service holds in a form of its own. */
public enum FhirView {
    /** The bytes of a document. */
    BINARY("Binary", Versioning.TAGGED, "read"),
    CONSENT("Consent", Versioning.NONE, "read"),
    /** A document; creating one takes the bytes in its attachment. */
    DOCUMENT_REFERENCE("DocumentReference", Versioning.NUMBERED, "create", "read", "delete"),
    /** The author of a version of a record, or of an annotation beside it. */
    PROVENANCE("Provenance", Versioning.NONE, "read");

    private final String fhirName;
    private final Versioning versioning;
    private final List<String> interactions;

    FhirView(String fhirName, Versioning versioning, String... interactions) {
        this.fhirName = fhirName;
        this.versioning = versioning;
        this.interactions = List.of(interactions);
    }

    /** The view of that type; empty if there is none. */
    public static Optional<FhirView> of(String fhirName) {
        return Arrays.stream(values())
                .filter(view -> view.fhirName.equals(fhirName))
                .findFirst();
    }

    public String fhirName() {
        return fhirName;
    }

    /** True if {@code meta.versionId} tells its versions apart. */
    public boolean isVersioned() {
        return versioning == Versioning.NUMBERED;
    }

    /** True if an entity tag lets a client read only what has changed. */
    public boolean isTagged() {
        return versioning != Versioning.NONE;
    }

    /** Codes of FHIR's value set {@code type-restful-interaction}. */
    public List<String> interactions() {
        return interactions;
    }

    private enum Versioning {
        NONE,
        TAGGED,
        NUMBERED
    }
}

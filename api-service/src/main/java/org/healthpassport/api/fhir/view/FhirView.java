package org.healthpassport.api.fhir.view;

import java.util.List;

/** A FHIR type that is a view of something that the service holds in a form of its own. */
public enum FhirView {
    /** The bytes of a document. */
    BINARY("Binary", false, "read"),
    CONSENT("Consent", false, "read"),
    /** A document; creating one takes the bytes in its attachment. */
    DOCUMENT_REFERENCE("DocumentReference", true, "create", "read", "delete");

    private final String fhirName;
    private final boolean versioned;
    private final List<String> interactions;

    FhirView(String fhirName, boolean versioned, String... interactions) {
        this.fhirName = fhirName;
        this.versioned = versioned;
        this.interactions = List.of(interactions);
    }

    public String fhirName() {
        return fhirName;
    }

    /** True if {@code meta.versionId} tells its versions apart. */
    public boolean isVersioned() {
        return versioned;
    }

    /** Codes of FHIR's value set {@code type-restful-interaction}. */
    public List<String> interactions() {
        return interactions;
    }
}

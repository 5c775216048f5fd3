package org.healthpassport.api.fhir;

import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.fhir.catalog.RecordType;

/** The reasons for which requests are refused by the FHIR API alone. */
public sealed interface FhirRefusal extends Refusal {

    /** The address has a type that the service does not keep, or none of FHIR's. */
    record UnknownType() implements FhirRefusal {}

    /** @param type that the address has, but not the body */
    record TypeOfAnotherAddress(String type) implements FhirRefusal {}

    /** The body has another id than the address, or none (R4, http.html#update). */
    record IdOfAnotherAddress() implements FhirRefusal {}

    /**
     * The resource does not say whose passport it belongs to, and the caller has none.
     *
     * @param element that would refer to the patient
     */
    record SubjectMissing(String element) implements FhirRefusal {}

    /** Resources of this type refer to no patient, so only the address could name the passport. */
    record NoSubjectInType(RecordType type) implements FhirRefusal {}

    /** The request does not say whose passport it is about, and the caller has none. */
    record PassportMissing() implements FhirRefusal {}

    /** {@code If-None-Exist} has another search than by one identifier. */
    record UnknownCondition() implements FhirRefusal {}

    /** A creation has both an identifier that must not exist yet, and a key that makes it repeatable. */
    record TwoConditions() implements FhirRefusal {}

    /** {@code If-None-Exist} stands where nothing is created under a condition. */
    record NoCondition() implements FhirRefusal {}

    /** The Accept header allows neither the document's own type nor FHIR's JSON. */
    record NotAcceptable() implements FhirRefusal {}

    /** @param atMostBytes of a document that is sent inside of a resource */
    record TooLargeForJson(int atMostBytes) implements FhirRefusal {}

    /** @param atMostBytes of a resource in which a document is sent, without the bytes of the document */
    record TooMuchBesideTheBytes(int atMostBytes) implements FhirRefusal {}

    /** The full validator is being loaded, which takes seconds after a start. */
    record ValidatorLoading() implements FhirRefusal {}

    /**
     * A parameter in the address of {@code $validate} that has no meaning here.
     *
     * @param requirement that it does not meet, as "must ..."
     */
    record ValidationParameter(String name, String requirement) implements FhirRefusal {}

    /** @param element that refers to a patient whom the caller may not know of, or who does not exist */
    record UnknownSubject(String element) implements FhirRefusal {}
}

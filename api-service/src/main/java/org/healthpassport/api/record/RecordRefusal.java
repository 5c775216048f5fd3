package org.healthpassport.api.record;

import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.fhir.catalog.RecordType;

/** The reasons for which a request about a record is refused. */
public sealed interface RecordRefusal extends Refusal {

    /** Nobody learns if the patient has no such record, or another patient has it. */
    record NoSuchRecord() implements RecordRefusal {}

    record NoSuchVersion() implements RecordRefusal {}

    /** The record was deleted, or this version of it marks the deletion. */
    record RecordDeleted() implements RecordRefusal {}

    /** @param current the version of the record, which is not the one that the caller saw */
    record StaleRecord(long current) implements RecordRefusal {}

    /** @param type of the record, which no amendment changes */
    record OtherType(RecordType type) implements RecordRefusal {}

    /** The record is another organization's, or the patient's own. */
    record OfAnotherAuthor() implements RecordRefusal {}

    /** Only the patient and those who act for the patient may do that. */
    record OfPatientsSideOnly() implements RecordRefusal {}

    /** More than one record has the identifier of a conditional creation. */
    record SeveralMatches() implements RecordRefusal {}

    /** Somebody else is creating a record with the identifier of a conditional creation. */
    record CreatedBySomebodyElse() implements RecordRefusal {}

    record TooManyVersions(int atMost) implements RecordRefusal {}

    record NoSuchAnnotation() implements RecordRefusal {}

    record TooManyAnnotations(int atMost) implements RecordRefusal {}
}

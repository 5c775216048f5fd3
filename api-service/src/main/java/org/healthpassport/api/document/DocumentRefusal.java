package org.healthpassport.api.document;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request or a report about a document is refused. */
public sealed interface DocumentRefusal extends Refusal {

    /** Nobody learns if the patient has no such document, or another patient has it. */
    record NoSuchDocument() implements DocumentRefusal {}

    record DocumentDeleted() implements DocumentRefusal {}

    /** The download link was never made, or has expired. */
    record InvalidLink() implements DocumentRefusal {}

    /** Only stored documents are shared. */
    record NotStored() implements DocumentRefusal {}

    /** @param current the version of the document, which is not the one that the caller saw */
    record StaleDocument(long current) implements DocumentRefusal {}

    /** Only a document that could not be stored is tried again. */
    record NotFailed() implements DocumentRefusal {}

    /** A worker reports bytes that were never received. */
    record OtherBytesReported() implements DocumentRefusal {}
}

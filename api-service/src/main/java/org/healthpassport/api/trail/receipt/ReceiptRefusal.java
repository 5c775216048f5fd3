package org.healthpassport.api.trail.receipt;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which there is no receipt, or nothing else out of the audit log. */
public sealed interface ReceiptRefusal extends Refusal {

    /** The log has no such entry about the patient, or not yet. */
    record NoSuchEntry() implements ReceiptRefusal {}

    /** This installation has no audit-service, as far as this service knows. */
    record NotConfigured() implements ReceiptRefusal {}

    /** audit-service does not answer, or has more requests than it takes at once. */
    record Away() implements ReceiptRefusal {}
}

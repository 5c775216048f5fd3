package org.healthpassport.api.trail.receipt;

import java.time.Duration;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.TooSoon;

/** The reasons for which there is no receipt, or nothing else out of the audit log. */
public sealed interface ReceiptRefusal extends Refusal {

    /** The log has no such entry about the patient, or not yet. */
    record NoSuchEntry() implements ReceiptRefusal {}

    /** This installation has no audit-service, as far as this service knows. */
    record NotConfigured() implements ReceiptRefusal {}

    /** audit-service does not answer. */
    record Away() implements ReceiptRefusal {}

    /** @param most the requests about one patient that can wait for their turn */
    record TooManyAtOnce(int most) implements ReceiptRefusal, TooSoon {
        @Override
        public Duration delay() {
            return Duration.ofSeconds(2);
        }
    }
}

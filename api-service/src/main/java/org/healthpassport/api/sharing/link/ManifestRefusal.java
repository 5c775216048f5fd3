package org.healthpassport.api.sharing.link;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which a request for a manifest cannot be read. */
public sealed interface ManifestRefusal extends Refusal {

    /**
     * The name of the recipient is missing, or cannot be recorded as a name.
     *
     * @param objection how it must be, as "must ..."; never contains the name
     */
    record InvalidRecipient(String objection) implements ManifestRefusal {}

    record NegativeEmbeddedLength() implements ManifestRefusal {}
}

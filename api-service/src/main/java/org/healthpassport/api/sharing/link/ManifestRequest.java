package org.healthpassport.api.sharing.link;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The body of a manifest request as it was sent: members may be missing, invalid or unknown. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ManifestRequest(
        @Nullable String recipient,
        @Nullable String passcode,
        @Nullable Long embeddedLengthMax) {
    /** The limit for clients that name none, as they may read the whole manifest before they do anything else. */
    private static final int EMBEDDED_BY_DEFAULT = 64 * 1024;

    private static final int EMBEDDED_AT_MOST = 1024 * 1024;

    /** @throws org.healthpassport.edge.problem.ProblemException 400 if it is missing, or cannot be recorded as a name */
    Recipient requireRecipient() {
        return Recipient.of(recipient)
                .orElseThrow(() -> Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "The member 'recipient' is the name of the person who opens the link. It %s."
                                        .formatted(
                                                Recipient.objection(recipient).orElse("must be given")))
                        .asException());
    }

    /** @throws org.healthpassport.edge.problem.ProblemException 400 if it is negative */
    int requireEmbeddedLength() {
        if (embeddedLengthMax != null && embeddedLengthMax < 0) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "The member 'embeddedLengthMax' must not be negative.")
                    .asException();
        }
        return embeddedLengthMax == null ? EMBEDDED_BY_DEFAULT : (int) Math.min(embeddedLengthMax, EMBEDDED_AT_MOST);
    }

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "ManifestRequest[...]";
    }
}

package org.healthpassport.api.sharing.link;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.sharing.file.Recipient;
import org.jspecify.annotations.Nullable;

/** The body of a manifest request as it was sent: every member may be missing or nonsense, and there may be others. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ManifestRequest(
        @Nullable String recipient,
        @Nullable String passcode,
        @Nullable Long embeddedLengthMax) {
    /** What a client that names no limit is spared, as it may read the manifest whole before it does anything else. */
    private static final int EMBEDDED_BY_DEFAULT = 64 * 1024;

    private static final int EMBEDDED_AT_MOST = 1024 * 1024;

    /**
     * @throws org.healthpassport.api.problem.ProblemException 400 where it is missing, or no name that can be written
     *     down
     */
    Recipient requireRecipient() {
        return Recipient.of(recipient)
                .orElseThrow(() -> Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "The recipient is required: who opens this, in 1 to 100 characters that can be printed.")
                        .asException());
    }

    /** @throws org.healthpassport.api.problem.ProblemException 400 where it is negative */
    int requireEmbeddedLength() {
        if (embeddedLengthMax != null && embeddedLengthMax < 0) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "embeddedLengthMax is not negative.")
                    .asException();
        }
        return embeddedLengthMax == null ? EMBEDDED_BY_DEFAULT : (int) Math.min(embeddedLengthMax, EMBEDDED_AT_MOST);
    }

    /** Without what is personal or secret, as records end up in logs. */
    @Override
    public String toString() {
        return "ManifestRequest[...]";
    }
}

package org.healthpassport.api.sharing.link;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.media.Schema;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.sharing.Recipient;
import org.jspecify.annotations.Nullable;

/** The body of a manifest request as it was sent: members may be missing, invalid or unknown. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ManifestRequest(
        @Schema(example = "Dr. Grace Example") @Nullable String recipient,
        @Schema(example = "1234") @Nullable String passcode,
        @Schema(example = "65536") @Nullable Long embeddedLengthMax) {
    /** The limit for clients that name none, as they may read the whole manifest before they do anything else. */
    private static final int EMBEDDED_BY_DEFAULT = 64 * 1024;

    private static final int EMBEDDED_AT_MOST = 1024 * 1024;

    /** The recipient; refused if the name is missing, or cannot be recorded as a name. */
    Ruling<Recipient> knownRecipient() {
        return Recipient.objection(recipient)
                .map(objection -> Ruling.<Recipient>refuse(new ManifestRefusal.InvalidRecipient(objection)))
                .orElseGet(() -> Ruling.accept(Recipient.of(recipient).orElseThrow()));
    }

    /** The length of the longest file that is embedded; refused if it is negative. */
    Ruling<Integer> embeddedLength() {
        if (embeddedLengthMax == null) {
            return Ruling.accept(EMBEDDED_BY_DEFAULT);
        }
        return embeddedLengthMax < 0
                ? Ruling.refuse(new ManifestRefusal.NegativeEmbeddedLength())
                : Ruling.accept((int) Math.min(embeddedLengthMax, EMBEDDED_AT_MOST));
    }

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "ManifestRequest[...]";
    }
}

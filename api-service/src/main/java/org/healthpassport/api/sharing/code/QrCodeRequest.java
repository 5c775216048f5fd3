package org.healthpassport.api.sharing.code;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request for a QR code as it was sent: members may be missing or invalid. */
record QrCodeRequest(
        @Schema(
                example = "HEALTH_LINK",
                description = "HEALTH_LINK opens data to others; PATIENT_ID tells clinicians who the patient is,"
                        + " and has only the members expiresAt (at most ten years, default five) and label")
        @Nullable
        String kind,

        @Nullable Content content,

        @Schema(
                example = "2030-01-01T12:00:00Z",
                description = "no later than the agreed end of the right of a representative who asks")
        @Nullable
        String expiresAt,

        @Schema(example = "sunflower") @Nullable String passcode,
        @Schema(example = "5") @Nullable Integer maxUses,
        @Schema(example = "For the dentist") @Nullable String label) {

    record Content(
            @Schema(example = "true") @Nullable Boolean summary,
            @Nullable List<@Nullable String> records,
            @Nullable List<@Nullable String> documents) {}

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "QrCodeRequest[...]";
    }
}

package org.healthpassport.api.sharing.code;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request for a QR code as it was sent: members may be missing or invalid. */
record QrCodeRequest(
        @Nullable String kind,
        @Nullable Content content,
        @Nullable String expiresAt,
        @Nullable String passcode,
        @Nullable Integer maxUses,
        @Nullable String label) {

    record Content(
            @Nullable Boolean summary,
            @Nullable List<@Nullable String> records,
            @Nullable List<@Nullable String> documents) {}

    /** Leaves out personal data and secrets, as records end up in logs. */
    @Override
    public String toString() {
        return "QrCodeRequest[...]";
    }
}

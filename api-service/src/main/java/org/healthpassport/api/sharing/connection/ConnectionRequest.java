package org.healthpassport.api.sharing.connection;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a request to learn who a patient is, as it was sent. */
record ConnectionRequest(
        @Schema(
                example = "q3hZk0oVYxk3m0n1gq8D3kq8m2m5vJr0cO1Yt7xWc2E",
                description = "The text of the QR code: the whole address, or the part behind the #")
        @Nullable
        String code) {

    /** The part of an address that is the code. */
    @Nullable
    String token() {
        return code == null ? null : code.strip().substring(code.strip().lastIndexOf('#') + 1);
    }

    /** Without the code, as requests can end up in logs. */
    @Override
    public String toString() {
        return "ConnectionRequest[...]";
    }
}

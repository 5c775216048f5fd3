package org.healthpassport.api.sharing.file;

import java.time.Instant;

/**
 * One file that a link gives.
 *
 * @param token under which it can be fetched
 * @param jwe the file, encrypted
 * @param lastUpdated when something in it last changed
 */
public record LinkFile(String token, String jwe, Instant lastUpdated) {

    /** Without what lets in, as records end up in logs. */
    @Override
    public String toString() {
        return "LinkFile[" + lastUpdated + ']';
    }
}

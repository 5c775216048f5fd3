package org.healthpassport.api.sharing.file;

import java.time.Instant;

/**
 * One file of a link.
 *
 * @param token token in its address
 * @param jwe the encrypted file
 * @param lastUpdated time of its last change
 */
public record LinkFile(String token, String jwe, Instant lastUpdated) {

    /** Leaves out the token and the content, as records end up in logs. */
    @Override
    public String toString() {
        return "LinkFile[" + lastUpdated + ']';
    }
}

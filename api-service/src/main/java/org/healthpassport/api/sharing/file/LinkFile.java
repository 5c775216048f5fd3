package org.healthpassport.api.sharing.file;

import org.healthpassport.api.sharing.fhir.GivenResource;

/**
 * One file that a link gives, before it is encrypted.
 *
 * @param token under which it can be fetched
 */
public record LinkFile(String token, GivenResource content) {

    /** Without the token, as records end up in logs. */
    @Override
    public String toString() {
        return "LinkFile[" + content + ']';
    }
}

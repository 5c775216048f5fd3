package org.healthpassport.api.identity.account;

import java.util.List;

/**
 * A passport that the account is about to get as its own. It stands in the account until that is done, so that the account
 * is not closed meanwhile.
 *
 * @param invitationId the invitation that was accepted
 * @param patientId the patient whose passport it is
 * @param representativeId the id that the account will have as a representative of its passport of before
 * @param name of the owner, for the lists of representatives
 * @param kept ids of the representatives whose rights stay
 */
public record Takeover(String invitationId, String patientId, String representativeId, String name, List<String> kept) {
    public Takeover {
        kept = List.copyOf(kept);
    }

    /** Without the name, as states can end up in logs. */
    @Override
    public String toString() {
        return "Takeover[" + invitationId + ", " + patientId + ']';
    }
}

package org.healthpassport.api.consent.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/**
 * A patient who gave consent, as the grantee sees it.
 *
 * @param grantee HOSPITAL for a consent that the hospital's doctors share
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConsentedPatient(
        String patientId,
        AccessRight right,
        String consentId,
        GranteeType grantee,
        List<ConsentScope> scopes,
        @Nullable Instant expiresAt) {

    static ConsentedPatient of(Snapshot<ConsentState> consent) {
        ConsentState state = consent.state();
        return new ConsentedPatient(
                state.patientId(),
                AccessRight.CONSENT,
                consent.id(),
                state.grantee().type(),
                List.copyOf(new TreeSet<>(state.scopes())),
                state.expiresAt());
    }
}

package org.healthpassport.api.consent.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRight;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/**
 * A patient whose data the caller may see: one who gave consent, or whom the caller represents.
 *
 * @param grantee HOSPITAL for a consent that the hospital's doctors share
 * @param scopes of a consent
 * @param rights of a representative
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConsentedPatient(
        String patientId,
        AccessRight right,
        @Nullable String consentId,
        @Nullable GranteeType grantee,
        @Nullable List<ConsentScope> scopes,
        @Nullable String representativeId,
        @Nullable Relation relation,
        @Nullable List<RepresentativeRight> rights,
        @Nullable Instant expiresAt) {

    static ConsentedPatient of(Snapshot<ConsentState> consent) {
        ConsentState state = consent.state();
        return new ConsentedPatient(
                state.patientId(),
                AccessRight.CONSENT,
                consent.id(),
                state.grantee().type(),
                List.copyOf(new TreeSet<>(state.scopes())),
                null,
                null,
                null,
                state.expiresAt());
    }

    static ConsentedPatient of(String patientId, Representative representative) {
        return new ConsentedPatient(
                patientId,
                AccessRight.REPRESENTATIVE,
                null,
                null,
                null,
                representative.id(),
                representative.relation(),
                List.copyOf(new TreeSet<>(representative.rights())),
                representative.expiresAt());
    }
}

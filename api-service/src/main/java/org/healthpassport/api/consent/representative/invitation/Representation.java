package org.healthpassport.api.consent.representative.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRight;
import org.jspecify.annotations.Nullable;

/** The rights that a representative got, as they see them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Representation(
        String representativeId,
        String patientId,
        Relation relation,
        List<RepresentativeRight> rights,
        @Nullable Instant expiresAt) {

    static Representation of(String patientId, Representative representative) {
        return new Representation(
                representative.id(),
                patientId,
                representative.relation(),
                List.copyOf(new TreeSet<>(representative.rights())),
                representative.expiresAt());
    }
}

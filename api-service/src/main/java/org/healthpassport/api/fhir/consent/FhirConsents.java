package org.healthpassport.api.fhir.consent;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.consent.ConsentRefusal;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.Grantees;
import org.healthpassport.events.access.Interaction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Consents by FHIR's addresses, which name no patient. A request that nobody has approved is no consent, and the consent of a
 * patient whom the caller may not know of does not exist for them.
 */
@Component
final class FhirConsents {
    private final Consents consents;
    private final Grantees grantees;
    private final PatientAccess access;
    private final Clock clock;

    FhirConsents(Consents consents, Grantees grantees, PatientAccess access, Clock clock) {
        this.consents = consents;
        this.grantees = grantees;
        this.access = access;
        this.clock = clock;
    }

    /** FHIR JSON. */
    Mono<byte[]> read(Caller caller, String consentId) {
        Mono<byte[]> found = consents.patientOf(consentId)
                .switchIfEmpty(Mono.error(new ConsentRefusal.NoSuchConsent()::asException))
                .flatMap(patientId -> access.read(
                        caller,
                        new DataRequest(
                                AccessScope.CONSENT, patientId, Consents.RESOURCE_TYPE, consentId, Interaction.READ),
                        grant -> granted(grant, consentId).flatMap(this::resource)));
        return AccessRefusal.orElse(ConsentRefusal.NoSuchConsent::new, found);
    }

    private Mono<Snapshot<ConsentState>> granted(Grant grant, String consentId) {
        return access.ofPatient(
                        grant,
                        consents.find(grant, consentId),
                        consent -> consent.state().patientId())
                .filter(consent -> consent.state().wasGranted())
                .switchIfEmpty(Mono.error(new ConsentRefusal.NoSuchConsent()::asException));
    }

    private Mono<byte[]> resource(Snapshot<ConsentState> consent) {
        Grantee grantee = consent.state().grantee();
        return grantees.names(List.of(grantee))
                .map(names -> ConsentResource.of(consent, Optional.ofNullable(names.get(grantee)), clock.instant()));
    }
}

package org.healthpassport.api.notification.live;

import java.util.Set;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRefused;
import org.healthpassport.events.consent.ConsentRequested;
import org.healthpassport.events.consent.ConsentRevoked;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.emergency.EmergencyAccessReviewed;
import org.healthpassport.events.emergency.EmergencyAccessTaken;
import org.healthpassport.events.representative.DependantRegistered;
import org.healthpassport.events.representative.RepresentativeAdded;
import org.healthpassport.events.representative.RepresentativeEnded;

/**
 * Those whom an event about a patient names, for whom it is without a right to the patient's data.
 *
 * @param accounts ids of accounts
 * @param hospitals ids of hospitals, whose own accounts are meant
 * @param doctorsOf ids of hospitals, whose doctors are meant
 */
record EventAudience(Set<String> accounts, Set<String> hospitals, Set<String> doctorsOf) {
    private static final EventAudience NOBODY = new EventAudience(Set.of(), Set.of(), Set.of());

    static EventAudience of(Event event) {
        return switch (event.type()) {
            case CONSENT_REQUESTED -> {
                ConsentRequested requested = event.payload(ConsentRequested.class);
                yield asking(requested.getGranteeType(), requested.getGranteeId());
            }
            case CONSENT_REFUSED -> {
                ConsentRefused refused = event.payload(ConsentRefused.class);
                yield asking(refused.getGranteeType(), refused.getGranteeId());
            }
            case CONSENT_GRANTED -> {
                ConsentGranted granted = event.payload(ConsentGranted.class);
                yield using(granted.getGranteeType(), granted.getGranteeId());
            }
            case CONSENT_REVOKED -> {
                ConsentRevoked revoked = event.payload(ConsentRevoked.class);
                yield using(revoked.getGranteeType(), revoked.getGranteeId());
            }
            case EMERGENCY_ACCESS_TAKEN -> {
                EmergencyAccessTaken taken = event.payload(EmergencyAccessTaken.class);
                yield new EventAudience(Set.of(taken.getDoctorId()), Set.of(taken.getHospitalId()), Set.of());
            }
            // The doctor concerned takes no part in the review.
            case EMERGENCY_ACCESS_REVIEWED ->
                new EventAudience(
                        Set.of(),
                        Set.of(event.payload(EmergencyAccessReviewed.class).getHospitalId()),
                        Set.of());
            case DEPENDANT_REGISTERED ->
                account(event.payload(DependantRegistered.class).getAccountId());
            case REPRESENTATIVE_ADDED ->
                account(event.payload(RepresentativeAdded.class).getAccountId());
            case REPRESENTATIVE_ENDED ->
                account(event.payload(RepresentativeEnded.class).getAccountId());
            default -> NOBODY;
        };
    }

    /** The right to the patient's data that everybody else needs for an event about a patient. */
    static AccessScope scopeOf(EventType type) {
        return switch (type) {
            case DEMOGRAPHICS_CHANGED,
                    RECORD_CREATED,
                    RECORD_AMENDED,
                    RECORD_DELETED,
                    RECORD_HIDDEN,
                    RECORD_SHOWN,
                    RECORD_ANNOTATED -> AccessScope.RECORDS_READ;
            case DOCUMENT_RECEIVED, DOCUMENT_STORED, DOCUMENT_FAILED, DOCUMENT_DELETED -> AccessScope.DOCUMENTS_READ;
            case QR_CODE_REQUESTED,
                    QR_CODE_READY,
                    QR_CODE_FAILED,
                    QR_CODE_PAUSED,
                    QR_CODE_REVOKED,
                    QR_CODE_OPENED,
                    QR_CODE_PASSCODE_REFUSED -> AccessScope.SHARE;
            // Whoever manages the passport sees everything else.
            default -> AccessScope.CONSENT;
        };
    }

    boolean names(Caller caller) {
        String hospitalId = caller.hospitalId();
        return accounts.contains(caller.accountId())
                || hospitalId != null
                        && (caller.role() == Role.HOSPITAL && hospitals.contains(hospitalId)
                                || caller.role() == Role.DOCTOR && doctorsOf.contains(hospitalId));
    }

    private static EventAudience account(String accountId) {
        return new EventAudience(Set.of(accountId), Set.of(), Set.of());
    }

    private static EventAudience asking(GranteeType type, String id) {
        return type == GranteeType.HOSPITAL ? new EventAudience(Set.of(), Set.of(id), Set.of()) : account(id);
    }

    /** The doctors of a hospital use its consents. */
    private static EventAudience using(GranteeType type, String id) {
        return type == GranteeType.HOSPITAL ? new EventAudience(Set.of(), Set.of(id), Set.of(id)) : account(id);
    }
}

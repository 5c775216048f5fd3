package org.healthpassport.api.matrix;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentDecisions;
import org.healthpassport.api.consent.ConsentScope;
import org.healthpassport.api.consent.ConsentState;
import org.healthpassport.api.consent.Consents;
import org.healthpassport.api.consent.Grantee;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.consent.representative.InvitationState;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.RepresentationDecisions;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRight;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.api.matrix.Callers.Caller;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/** Makes one caller of each kind, and the right to the data of a patient that this kind has. */
final class RightHolders {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApiUnderTest api;
    private final Callers callers;
    private final SignedIn patient;
    private final String consentedHospital = Callers.newId();
    private final Map<RightHolder, Caller> holders = new EnumMap<>(RightHolder.class);
    private final Map<RightHolder, String> consentIds = new EnumMap<>(RightHolder.class);

    RightHolders(ApiUnderTest api, Callers callers) {
        this.api = api;
        this.callers = callers;
        this.patient = callers.shared(Who.SELF).signedIn();
        consentIds.put(
                RightHolder.DOCTOR_OF_HOSPITAL,
                granted(new Grantee(GranteeType.HOSPITAL, consentedHospital), null, ConsentScope.values()));
        for (RightHolder holder : RightHolder.values()) {
            holders.put(holder, make(holder));
        }
    }

    Caller caller(RightHolder holder) {
        return holders.get(holder);
    }

    /** The consent by which a holder gets access; empty for other rights. */
    Optional<String> consentId(RightHolder holder) {
        return Optional.ofNullable(consentIds.get(holder));
    }

    private Caller make(RightHolder holder) {
        return switch (holder) {
            case REPRESENTATIVE_READ -> representative(RepresentativeRight.READ);
            case REPRESENTATIVE_WRITE -> representative(RepresentativeRight.WRITE);
            case REPRESENTATIVE_SHARE -> representative(RepresentativeRight.SHARE);
            case REPRESENTATIVE_CONSENT -> representative(RepresentativeRight.CONSENT);
            case REPRESENTATIVE_ENDED -> ended(representative(RepresentativeRight.values()));
            case REPRESENTATIVE_OVER ->
                representative(Instant.now().minusSeconds(60), Instant.now().minusSeconds(1));
            case DOCTOR_RECORDS_READ -> consented(holder, ConsentScope.RECORDS_READ);
            case DOCTOR_RECORDS_WRITE -> consented(holder, ConsentScope.RECORDS_WRITE);
            case DOCTOR_DOCUMENTS_READ -> consented(holder, ConsentScope.DOCUMENTS_READ);
            case DOCTOR_DOCUMENTS_WRITE -> consented(holder, ConsentScope.DOCUMENTS_WRITE);
            case DOCTOR_OF_HOSPITAL ->
                callers.signedIn(callers.doctor(consentedHospital).activated());
            case HOSPITAL -> callers.signedIn(callers.hospital(consentedHospital));
            case DOCTOR_ELSEWHERE, DOCTOR_WITHOUT -> doctor();
            case DOCTOR_REVOKED -> revoked(doctor());
            case DOCTOR_EXPIRED -> expired(doctor());
            case DOCTOR_REFUSED -> refused(doctor());
            case DOCTOR_OF_SUSPENDED_HOSPITAL -> ofSuspendedHospital();
            case EMERGENCY -> emergency();
            case EMERGENCY_OVER -> emergencyOver();
            case SUSPENDED -> suspended();
        };
    }

    /** Of a hospital that has no consent, and whose doctors may take emergency access. */
    private Caller doctor() {
        return callers.make(Who.DOCTOR);
    }

    private Caller representative(RepresentativeRight... rights) {
        return represent(callers.make(Who.OTHER), null, Instant.now(), rights);
    }

    private Caller representative(Instant since, Instant until) {
        return represent(callers.make(Who.OTHER), until, since, RepresentativeRight.values());
    }

    private Caller represent(Caller caller, @Nullable Instant until, Instant since, RepresentativeRight... some) {
        Set<RepresentativeRight> rights = EnumSet.copyOf(Set.of(some));
        Relation carer = Relation.CARER;
        InvitationState invitation = new InvitationState(
                patient.patientId(), "", carer, rights, until, null, since.plus(InvitationState.OPEN_FOR));
        Representative accepted = new Representative(
                Callers.newId(), caller.signedIn().accountId(), "Ada Example", carer, rights, until, since, null);
        api.bean(Representations.class)
                .change(
                        patient.patientId(),
                        state -> RepresentationDecisions.accept(state, invitation, accepted, since))
                .block(PATIENCE);
        return caller;
    }

    private Caller ended(Caller caller) {
        api.bean(Representations.class)
                .change(
                        patient.patientId(),
                        state -> RepresentationDecisions.leave(
                                state, caller.signedIn().accountId(), Set.of(), Instant.now()))
                .block(PATIENCE);
        return caller;
    }

    private Caller consented(RightHolder holder, ConsentScope scope) {
        Caller doctor = doctor();
        consentIds.put(holder, granted(grantee(doctor), null, scope));
        return doctor;
    }

    private Caller revoked(Caller doctor) {
        String consentId = granted(grantee(doctor), null, ConsentScope.values());
        api.bean(Consents.class).change(consentId, ConsentDecisions::revoke).block(PATIENCE);
        return doctor;
    }

    private Caller expired(Caller doctor) {
        granted(grantee(doctor), Instant.now(), ConsentScope.values());
        return doctor;
    }

    private Caller refused(Caller doctor) {
        Consents consents = api.bean(Consents.class);
        Instant now = Instant.now();
        Snapshot<ConsentState> request = consents.request(
                        Callers.newId(),
                        ConsentState.requested(
                                patient.patientId(),
                                grantee(doctor),
                                Set.of(ConsentScope.values()),
                                "I treat you on Monday.",
                                now),
                        now)
                .block(PATIENCE);
        consents.change(request.id(), current -> ConsentDecisions.refuse(current, now))
                .block(PATIENCE);
        return doctor;
    }

    private Caller ofSuspendedHospital() {
        String hospitalId = Callers.newId();
        callers.signedIn(suspended(callers.hospital(hospitalId)));
        granted(new Grantee(GranteeType.HOSPITAL, hospitalId), null, ConsentScope.values());
        return callers.signedIn(callers.doctor(hospitalId).activated());
    }

    private Caller suspended() {
        Caller doctor =
                callers.signedIn(suspended(callers.doctor(callers.hospitalId()).activated()));
        granted(grantee(doctor), null, ConsentScope.values());
        return doctor;
    }

    private static AccountState suspended(AccountState account) {
        return account.suspended(new Suspension(null, AccountStatus.ACTIVE));
    }

    private Caller emergency() {
        Caller doctor = doctor();
        new EmergencyUnderTest(api)
                .take(doctor.signedIn(), patient)
                .expectStatus()
                .isCreated()
                .expectBody();
        return doctor;
    }

    private Caller emergencyOver() {
        String hospitalId = callers.newHospital(true);
        Caller doctor = callers.signedIn(callers.doctor(hospitalId).activated());
        new EmergencyUnderTest(api).saveExpired(doctor.signedIn(), hospitalId, patient);
        return doctor;
    }

    private static Grantee grantee(Caller doctor) {
        return new Grantee(GranteeType.DOCTOR, doctor.signedIn().accountId());
    }

    private String granted(Grantee grantee, @Nullable Instant until, ConsentScope... scopes) {
        String id = Callers.newId();
        api.bean(Consents.class)
                .grant(id, ConsentState.granted(patient.patientId(), grantee, Set.of(scopes), until, Instant.now()))
                .block(PATIENCE);
        return id;
    }
}

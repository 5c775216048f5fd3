package org.healthpassport.api.consent.review;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.consent.emergency.EmergencyAccessState;
import org.healthpassport.api.consent.emergency.EmergencyAccesses;
import org.healthpassport.api.consent.emergency.EmergencyDecisions;
import org.healthpassport.api.consent.emergency.EmergencyRefusal;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets a hospital review the emergency accesses of its doctors. Doctors have accounts of another role, so none reviews. */
@Component
class Reviewing {
    private final EmergencyAccesses accesses;
    private final Accounts accounts;
    private final PatientAccess access;
    private final AccessLog accessLog;
    private final Clock clock;

    Reviewing(EmergencyAccesses accesses, Accounts accounts, PatientAccess access, AccessLog accessLog, Clock clock) {
        this.accesses = accesses;
        this.accounts = accounts;
        this.access = access;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * The accesses of a hospital's doctors, newest first, for that hospital and for auditors.
     *
     * @param reviewed null for all
     */
    Flux<ListedAggregate<EmergencyAccessState>> list(
            Caller caller, String hospitalId, @Nullable Boolean reviewed, @Nullable ListPosition after) {
        Mono<Void> allowed = caller.role() == Role.AUDITOR ? Mono.empty() : requireHospital(caller, hospitalId);
        return allowed.thenMany(accesses.ofHospital(hospitalId, reviewed, after));
    }

    /** Each patient sees who saw that an emergency access was taken. */
    Mono<Void> recordSeen(List<Snapshot<EmergencyAccessState>> seen) {
        return access.recordOversight(seen.stream()
                .map(one -> one.state().patientId())
                .distinct()
                .map(patientId ->
                        DataRequest.list(AccessScope.DEMOGRAPHICS, patientId, EmergencyAccesses.RESOURCE_TYPE))
                .toList());
    }

    /** Reviews an access, once; fails with an {@link EmergencyRefusal}. */
    Mono<Void> review(Caller caller, String hospitalId, String accessId, ReviewRequest request) {
        return requireHospital(caller, hospitalId)
                .then(Mono.fromCallable(() -> ReviewRules.check(
                                request, caller.accountId(), clock.instant().truncatedTo(ChronoUnit.MILLIS))
                        .orThrow()))
                .flatMap(review ->
                        accesses.change(accessId, current -> EmergencyDecisions.review(current, hospitalId, review)))
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .switchIfEmpty(Mono.error(new EmergencyRefusal.NoSuchAccess()::asException))
                .onErrorResume(Refused.with(EmergencyRefusal.NoSuchAccess.class), this::denied)
                .then();
    }

    private Mono<Void> requireHospital(Caller caller, String hospitalId) {
        return accounts.requireActingFor(caller, hospitalId, new EmergencyRefusal.OnlyForThatHospital())
                .onErrorResume(Refused.with(EmergencyRefusal.OnlyForThatHospital.class), this::denied);
    }

    private <T> Mono<T> denied(Throwable refusal) {
        return accessLog.deny(DenialReason.NOT_PERMITTED, refusal);
    }
}

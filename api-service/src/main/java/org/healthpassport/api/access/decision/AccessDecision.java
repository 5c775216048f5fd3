package org.healthpassport.api.access.decision;

import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.events.access.DenialReason;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Decides whether a caller may access a patient's data; every path asks it. Access that no rule allows is denied, and
 * every denial is recorded.
 */
@Component
public final class AccessDecision {
    private final AccessLog accessLog;
    private final KnownPatients patients;

    AccessDecision(AccessLog accessLog, KnownPatients patients) {
        this.accessLog = accessLog;
        this.patients = patients;
    }

    /**
     * Completes if the caller may; otherwise fails with 404, as somebody without access must not learn that the patient
     * exists.
     */
    public Mono<Void> require(Caller caller, String patientId, AccessScope scope) {
        return isPatientOnOwnData(caller, patientId) ? Mono.empty() : Mono.defer(() -> deny(patientId));
    }

    /**
     * Completes if the caller is the patient in person, which no consent replaces; otherwise fails like {@link
     * #require}.
     */
    public Mono<Void> requireInPerson(Caller caller, String patientId) {
        return isPatientOnOwnData(caller, patientId) ? Mono.empty() : Mono.defer(() -> deny(patientId));
    }

    /**
     * Checks that something belongs to the patient in whose address it was requested. If it belongs to another patient,
     * the attempt is recorded, and the caller must get the same answer as if it did not exist.
     */
    public Mono<Boolean> isOf(String patientId, String ownerId) {
        return ownerId.equals(patientId)
                ? Mono.just(true)
                : accessLog
                        .record(new Access.Denial(ownerId, DenialReason.NOT_PERMITTED))
                        .thenReturn(false);
    }

    /**
     * Fails with the given failure if the unreadable thing belongs to the patient in whose address it was requested, or
     * its owner is unknown; otherwise empty, as for a thing of another patient.
     */
    public <T> Mono<T> unreadable(String patientId, CannotBeRead failure) {
        String ownerId = failure.unreadable().subjectId();
        return ownerId == null
                ? Mono.error(failure)
                : isOf(patientId, ownerId).flatMap(own -> own ? Mono.error(failure) : Mono.empty());
    }

    private Mono<Void> deny(String patientId) {
        return patients.exists(patientId)
                .map(exists -> new Access.Denial(exists ? patientId : null, DenialReason.NOT_PERMITTED))
                .flatMap(accessLog::record)
                .then(Mono.error(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such patient.")
                        .asException()));
    }

    private static boolean isPatientOnOwnData(Caller caller, String patientId) {
        return caller.role() == Role.PATIENT && patientId.equals(caller.patientId());
    }
}

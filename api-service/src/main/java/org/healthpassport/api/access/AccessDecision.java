package org.healthpassport.api.access;

import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Decides whether a caller may do something with a patient's data; every path asks it. What no rule allows is denied.
 */
@Component
public final class AccessDecision {

    /**
     * Completes if the caller may; otherwise fails with 404, as who may not read a patient's data may not learn either
     * that the patient exists.
     */
    public Mono<Void> require(Caller caller, String patientId, Scope scope) {
        return isPatientOnOwnData(caller, patientId)
                ? Mono.empty()
                : Mono.error(() -> Problem.of(ProblemType.NOT_FOUND, "There is no such patient.")
                        .asException());
    }

    private static boolean isPatientOnOwnData(Caller caller, String patientId) {
        return caller.role() == Role.PATIENT && patientId.equals(caller.patientId());
    }
}

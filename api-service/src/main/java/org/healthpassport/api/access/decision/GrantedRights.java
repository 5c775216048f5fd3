package org.healthpassport.api.access.decision;

import org.healthpassport.api.access.Caller;
import reactor.core.publisher.Flux;

/**
 * Finds one kind of right that others have to a patient's data, as it is at the moment of the request. The kinds are asked in
 * the order of their beans ({@link org.springframework.core.annotation.Order}); the first right that allows an access counts.
 */
public interface GrantedRights {

    /** The rights of a caller to the data of a patient, the one to use first at the beginning. */
    Flux<GrantedRight> of(Caller caller, String patientId);

    /** The patients to whose data a caller may have a right now, as far as this kind knows without naming a patient. */
    default Flux<String> patientsOf(Caller caller) {
        return Flux.empty();
    }
}

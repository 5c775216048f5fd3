package org.healthpassport.api.access.decision;

import java.util.function.Supplier;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import reactor.core.publisher.Mono;

/** The reasons for which access to a patient's data is refused. */
public sealed interface AccessRefusal extends Refusal {

    /** An answer; refuses in other words what was refused because the caller may not know of the patient. */
    static <T> Mono<T> orElse(Supplier<? extends Refusal> refusal, Mono<T> answer) {
        return answer.onErrorMap(
                Refused.with(NoSuchPatient.class), refused -> refusal.get().asException());
    }

    /** Somebody without access must not learn that a patient exists. */
    record NoSuchPatient() implements AccessRefusal {}

    /** The patient allowed something, but not this. */
    record NotGranted() implements AccessRefusal {}
}

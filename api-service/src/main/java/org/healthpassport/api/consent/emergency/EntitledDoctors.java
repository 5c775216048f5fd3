package org.healthpassport.api.consent.emergency;

import java.time.Instant;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.Accounts;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The doctors who may take and use emergency access, as their accounts and hospitals are at that moment. */
@Component
class EntitledDoctors {
    private final Accounts accounts;

    EntitledDoctors(Accounts accounts) {
        this.accounts = accounts;
    }

    /** As {@link EmergencyDecisions#entitledSince}; empty for everybody who is not entitled. */
    Mono<Instant> since(Caller caller) {
        String hospitalId = caller.hospitalId();
        if (caller.role() != Role.DOCTOR || hospitalId == null) {
            return Mono.empty();
        }
        return Mono.zip(
                        accounts.find(caller.accountId()),
                        accounts.findHospital(hospitalId),
                        EmergencyDecisions::entitledSince)
                .flatMap(Mono::justOrEmpty);
    }
}

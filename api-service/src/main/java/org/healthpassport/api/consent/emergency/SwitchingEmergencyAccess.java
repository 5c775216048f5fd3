package org.healthpassport.api.consent.emergency;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.healthpassport.api.identity.account.Accounts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets the doctors of a hospital take emergency access, or not any more, for an administrator. */
@Component
class SwitchingEmergencyAccess {
    private final Accounts accounts;
    private final Clock clock;

    SwitchingEmergencyAccess(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Fails with {@link EmergencyRefusal.NoSuchHospital}. */
    Mono<Void> enable(String hospitalId) {
        return switchTo(hospitalId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** The same to disable it. Running accesses end with it for good. */
    Mono<Void> disable(String hospitalId) {
        return switchTo(hospitalId, null);
    }

    private Mono<Void> switchTo(String hospitalId, @Nullable Instant since) {
        return accounts.findHospital(hospitalId)
                .switchIfEmpty(Mono.error(new EmergencyRefusal.NoSuchHospital()::asException))
                .flatMap(hospital -> accounts.change(
                        hospital.accountId(), current -> EmergencyDecisions.switchTo(current.state(), since)))
                .then();
    }
}

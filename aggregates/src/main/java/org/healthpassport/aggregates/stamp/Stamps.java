package org.healthpassport.aggregates.stamp;

import org.healthpassport.aggregates.key.AuditKeyRing;
import org.healthpassport.aggregates.key.AuditKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the stampers of all events of this service; request, client and actor come from the Reactor context. */
@Component
public final class Stamps {
    private final AuditKeyRing auditKeys;

    public Stamps(AuditKeyRing auditKeys) {
        this.auditKeys = auditKeys;
    }

    /** For events about a patient; as {@link #ofNobody} if there never was such a patient. */
    public Mono<Stamper> ofPatient(Actor actor, String patientId) {
        return auditKeys
                .of(patientId)
                .flatMap(keys -> stamper(actor, patientId, keys))
                .switchIfEmpty(Mono.defer(() -> ofNobody(actor)));
    }

    /** For events about an account and no patient; as {@link #ofNobody} if the account does not exist any more. */
    public Mono<Stamper> ofAccount(Actor actor, String accountId) {
        return auditKeys
                .of(accountId)
                .flatMap(keys -> stamper(actor, null, keys))
                .switchIfEmpty(Mono.defer(() -> ofNobody(actor)));
    }

    /** For events about no known patient and no known account. */
    public Mono<Stamper> ofNobody(Actor actor) {
        return auditKeys.ofService().flatMap(keys -> stamper(actor, null, keys));
    }

    private static Mono<Stamper> stamper(Actor actor, @Nullable String patientId, AuditKeys keys) {
        return Mono.deferContextual(context -> Mono.just(new Stamper(
                actor,
                patientId,
                keys,
                Correlation.in(context),
                Client.in(context).orElse(null))));
    }
}

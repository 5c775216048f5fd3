package org.healthpassport.api.trail.receipt;

import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.trail.receipt.Receipt.Names;
import org.healthpassport.edge.token.LogReading;
import org.healthpassport.events.access.DenialReason;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The receipts of a patient's accesses, made of what audit-service proves and of the names that this service knows. */
@Component
final class Receipts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AuditService audit;
    private final Accounts accounts;
    private final AccessLog accessLog;

    Receipts(AuditService audit, Accounts accounts, AccessLog accessLog) {
        this.audit = audit;
        this.accounts = accounts;
        this.accessLog = accessLog;
    }

    /**
     * The receipt of an entry about the patient of the grant.
     *
     * @param index as the client sent it
     * @return fails with a {@link ReceiptRefusal}; an attempt at an entry that is not the patient's is recorded
     */
    Mono<Receipt> find(Grant grant, String index) {
        Mono<ProvenEntry> proven = index.matches("0|[1-9][0-9]{0,17}")
                ? audit.ask(
                        new LogReading.OfPatient(grant.patientFor(AccessScope.CONSENT)),
                        client -> client.get().uri("/internal/log/entries/{index}", index),
                        ProvenEntry.class)
                : Mono.empty();
        return proven.switchIfEmpty(Mono.defer(() ->
                        accessLog.deny(DenialReason.NOT_PERMITTED, new ReceiptRefusal.NoSuchEntry().asException())))
                .flatMap(entry -> names(entry).map(names -> Receipt.of(entry, names)));
    }

    private Mono<Names> names(ProvenEntry proven) {
        JsonNode entry = JSON.readTree(proven.entry());
        Mono<Optional<String>> actor = name(entry, "actor", accounts::find);
        Mono<Optional<String>> hospital = name(entry, "organization", accounts::findHospital);
        return Mono.zip(
                actor, hospital, (ofActor, ofHospital) -> new Names(ofActor.orElse(null), ofHospital.orElse(null)));
    }

    private static Mono<Optional<String>> name(JsonNode entry, String member, AccountSource find) {
        String id = entry.path(member).asString("");
        return Ids.isId(id)
                ? find.of(id)
                        .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                        .mapNotNull(AccountState::name)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                : Mono.just(Optional.empty());
    }

    private interface AccountSource {
        Mono<AccountState> of(String id);
    }
}

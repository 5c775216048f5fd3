package org.healthpassport.api.consent.representative;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.AggregateKind;
import org.healthpassport.aggregates.AggregateStore;
import org.healthpassport.aggregates.Aggregates;
import org.healthpassport.aggregates.ConcurrentChanges;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The representatives of all patients: one aggregate for each patient who has or had some, under the patient's id. */
@Component
public final class Representations {
    /** The resource type in audit entries. */
    public static final String RESOURCE_TYPE = "REPRESENTATIVE";

    private static final String COLLECTION = "representations";
    /** The index field of who represents: keyed digests of their accounts, as nobody else may know whose child it is. */
    private static final String REPRESENTED_BY = "representedBy";

    private final Aggregates<RepresentationState> representations;
    private final SharedSecret<KeyedDigest> representationKey;
    private final Accounts accounts;

    Representations(AggregateStore store, SharedSecret<KeyedDigest> representationKey, Accounts accounts) {
        this.accounts = accounts;
        this.representationKey = representationKey;
        this.representations = store.of(new AggregateKind<RepresentationState>(
                        COLLECTION,
                        RESOURCE_TYPE,
                        RepresentationState.class,
                        RepresentationState::patientId,
                        Set.of(),
                        Set.of(REPRESENTED_BY),
                        this::indexFields)
                .withGuard(REPRESENTED_BY)
                .restoredBy(RepresentationDecisions.restoration()));
    }

    /** Saves the first representative of a passport without a login. */
    public Mono<Snapshot<RepresentationState>> register(String patientId, Representative first) {
        return representations.create(
                patientId,
                RepresentationState.withoutLogin(patientId, first),
                RepresentationDecisions.registered(patientId, first));
    }

    public Mono<Boolean> ruleOut(String patientId) {
        return representations.ruleOut(patientId);
    }

    /** The representatives of a patient, for decisions; none for a patient who never had one. */
    public Mono<RepresentationState> of(String patientId) {
        return representations
                .find(patientId)
                .map(Snapshot::state)
                .defaultIfEmpty(RepresentationState.ofOwner(patientId));
    }

    /** The same for rights: nobody has one by what cannot be read. */
    public Mono<RepresentationState> readable(String patientId) {
        return of(patientId)
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.just(RepresentationState.ofOwner(patientId)));
    }

    /**
     * The accounts that can manage a passport for good and may act at this moment: a suspended one cannot, a closed one never
     * will. Those who manage it only since then are not among them.
     */
    public Mono<Set<String>> activeManagers(RepresentationState state) {
        return accounts.find(state.managers())
                .map(found -> found.values().stream()
                        .filter(AccountState::mayAct)
                        .map(AccountState::accountId)
                        .collect(Collectors.toSet()));
    }

    /** True if somebody is or was a representative of the patient. */
    public Mono<Boolean> exist(String patientId) {
        return representations.exists(patientId);
    }

    /**
     * Changes the representatives of a patient, with more attempts than {@link Aggregates#change}; those of a patient who
     * never had one begin with the change.
     */
    public Mono<Void> change(String patientId, Function<RepresentationState, Decision<RepresentationState>> decide) {
        return changeExisting(patientId, decide)
                .switchIfEmpty(Mono.defer(() -> begin(patientId, decide)))
                .retryWhen(ConcurrentChanges.RETRIES)
                .then();
    }

    private Mono<Snapshot<RepresentationState>> changeExisting(
            String patientId, Function<RepresentationState, Decision<RepresentationState>> decide) {
        return representations.change(patientId, current -> decide.apply(current.state()));
    }

    private Mono<Snapshot<RepresentationState>> begin(
            String patientId, Function<RepresentationState, Decision<RepresentationState>> decide) {
        Decision<RepresentationState> first = decide.apply(RepresentationState.ofOwner(patientId));
        if (first instanceof Decision.Refused<RepresentationState> refused) {
            return Mono.error(refused.refusal().asException());
        }
        return first instanceof Decision.Accepted<RepresentationState> accepted
                ? representations
                        .create(patientId, accepted.state(), accepted.events().toArray(NewEvent[]::new))
                        .onErrorResume(DuplicateKeyException.class, begun -> changeExisting(patientId, decide))
                : Mono.empty();
    }

    /** The patients whom an account represents or did, newest first; the state tells which. */
    public Flux<ListedAggregate<RepresentationState>> by(String accountId, @Nullable ListPosition after) {
        return representations
                .listedBy(REPRESENTED_BY, index(accountId), after)
                .filter(listed -> listed.aggregate()
                        .mayBe(found -> found.state().representatives().stream()
                                .anyMatch(one -> one.accountId().equals(accountId))));
    }

    private Map<String, @Nullable Object> indexFields(RepresentationState state) {
        List<String> accounts = state.representatives().stream()
                .filter(one -> one.endedAt() == null)
                .map(one -> index(one.accountId()))
                .distinct()
                .toList();
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(REPRESENTED_BY, accounts.isEmpty() ? null : accounts);
        return fields;
    }

    private String index(String accountId) {
        return representationKey.get().index(REPRESENTED_BY, accountId);
    }
}

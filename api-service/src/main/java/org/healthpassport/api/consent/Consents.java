package org.healthpassport.api.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
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
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.edge.limit.OneAtATime;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All consents, and the requests that may become one. Who treats whom is nobody's business: the index fields by which
 * grantees find their consents are keyed digests.
 */
@Component
public final class Consents {
    /** The resource type in audit entries. */
    public static final String RESOURCE_TYPE = "CONSENT";

    private static final String COLLECTION = "consents";
    /** The most of one patient, ended ones included; several instances can exceed it, see {@link OneAtATime}. */
    private static final int MOST = 2_000;

    /** The most of one patient that are active at the same time; several instances can exceed it as well. */
    private static final int MOST_ACTIVE = 200;

    /** The index field of what is active: the patient. */
    private static final String ACTIVE_BY = "activeBy";
    /** The index field of what was granted: the patient. */
    private static final String GRANTED_BY = "grantedBy";
    /** The index field of what was asked for: the patient. */
    private static final String ASKED_OF = "askedOf";
    /** The index field of what was asked for: the grantee. */
    private static final String ASKED_BY = "askedBy";
    /** The index field of what is active: the grantee. */
    private static final String ACTIVE_OF = "activeOf";
    /** The index field of what is active: patient and grantee. */
    private static final String ACTIVE_BETWEEN = "activeBetween";
    /** The unique index field of what is requested: patient and grantee. */
    private static final String OPEN_BETWEEN = "openBetween";

    private final Aggregates<ConsentState> consents;
    private final SharedSecret<KeyedDigest> consentIndexKey;
    private final Clock clock;
    /** By patient, as each bound is one of a patient. */
    private final OneAtATime turns = new OneAtATime("changes of the consents of this patient");

    Consents(AggregateStore store, SharedSecret<KeyedDigest> consentIndexKey, Clock clock) {
        this.clock = clock;
        this.consentIndexKey = consentIndexKey;
        this.consents = store.of(new AggregateKind<ConsentState>(
                        COLLECTION,
                        RESOURCE_TYPE,
                        ConsentState.class,
                        ConsentState::patientId,
                        Set.of(OPEN_BETWEEN),
                        Set.of(GRANTED_BY, ASKED_OF, ASKED_BY, ACTIVE_BY, ACTIVE_OF, ACTIVE_BETWEEN),
                        this::indexFields)
                .withGuard(GRANTED_BY, ASKED_OF, ASKED_BY, ACTIVE_OF, ACTIVE_BETWEEN, OPEN_BETWEEN)
                .restoredBy(ConsentDecisions.restoration()));
    }

    /** Makes the blind indexes of grantees. */
    @Bean
    static SharedSecret<KeyedDigest> consentIndexKey() {
        return SharedSecret.digestKey("consent-index-key");
    }

    /** Saves what a patient grants without a request. */
    public Mono<Snapshot<ConsentState>> grant(String consentId, ConsentState granted) {
        String patientId = granted.patientId();
        return turns.on(
                patientId,
                requireRoom(patientId)
                        .then(requireFewActive(patientId))
                        .then(Mono.defer(() ->
                                consents.create(consentId, granted, ConsentDecisions.granted(consentId, granted)))));
    }

    /**
     * Makes a request of a patient an active consent.
     *
     * @return fails with {@link ConsentRefusal.TooManyActive}, and as {@code decide} refuses
     */
    public Mono<Snapshot<ConsentState>> approve(
            String requestId, String patientId, Function<Snapshot<ConsentState>, Decision<ConsentState>> decide) {
        return turns.on(patientId, requireFewActive(patientId).then(Mono.defer(() -> change(requestId, decide))));
    }

    /**
     * Saves a request. One that lapsed makes room for it.
     *
     * @return fails with {@link ConsentRefusal.OpenRequest} if there is an open one between the same two
     */
    public Mono<Snapshot<ConsentState>> request(String consentId, ConsentState request, Instant now) {
        NewEvent requested = ConsentDecisions.requested(consentId, request);
        Mono<Snapshot<ConsentState>> creation = requireRoom(request.patientId())
                .then(Mono.defer(() -> consents.create(consentId, request, requested)))
                .onErrorResume(
                        DuplicateKeyException.class,
                        taken -> lapse(request, now)
                                .then(Mono.defer(() -> consents.create(consentId, request, requested))))
                .onErrorMap(DuplicateKeyException.class, open -> new ConsentRefusal.OpenRequest().asException());
        return turns.on(request.patientId(), creation);
    }

    private Mono<Void> requireRoom(String patientId) {
        return consents.count(patientId)
                .filter(count -> count < MOST)
                .switchIfEmpty(Mono.error(new ConsentRefusal.TooMany(MOST)::asException))
                .then();
    }

    /**
     * Completes if the patient can have one more active consent. Only if the index has too many, which can be over by
     * their time, are they looked at.
     *
     * @return fails with {@link ConsentRefusal.TooManyActive}
     */
    private Mono<Void> requireFewActive(String patientId) {
        Instant now = clock.instant();
        return consents.countBy(ACTIVE_BY, patientId, MOST_ACTIVE)
                .filter(indexed -> indexed == MOST_ACTIVE)
                .flatMap(indexed -> listed(ACTIVE_BY, patientId, null, state -> isOf(state, patientId))
                        .filter(listed ->
                                listed.aggregate().mayBe(found -> found.state().allowsAt(now)))
                        .take(MOST_ACTIVE)
                        .count())
                .filter(active -> active == MOST_ACTIVE)
                .flatMap(active -> Mono.error(new ConsentRefusal.TooManyActive(MOST_ACTIVE).asException()));
    }

    private Mono<Void> lapse(ConsentState request, Instant now) {
        String between = index(OPEN_BETWEEN, request.patientId(), request.grantee());
        return consents.listedBy(OPEN_BETWEEN, between, null)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .concatMap(open -> consents.change(open.id(), current -> ConsentDecisions.lapse(current.state(), now)))
                .then();
    }

    /** The patient of a consent whose address does not name one; empty if there is no such consent. Gives no data. */
    public Mono<String> patientOf(String consentId) {
        return CannotBeRead.subjectOf(
                consents.find(consentId).map(consent -> consent.state().patientId()));
    }

    /** The consent with that id, whoever gave it: {@link PatientAccess#ofPatient} tells if the grant is for it. */
    public Mono<Snapshot<ConsentState>> find(Grant grant, String consentId) {
        grant.patientFor(AccessScope.CONSENT);
        return consents.find(consentId);
    }

    /** The consent with that id, for a repeat of the request that created it for the patient. */
    public Mono<Snapshot<ConsentState>> created(String consentId, String patientId) {
        return consents.find(consentId)
                .filter(found -> found.state().patientId().equals(patientId));
    }

    public Mono<Boolean> ruleOut(String consentId) {
        return consents.ruleOut(consentId);
    }

    /** Changes a consent, with more attempts than {@link Aggregates#change}. */
    public Mono<Snapshot<ConsentState>> change(
            String consentId, Function<Snapshot<ConsentState>, Decision<ConsentState>> decide) {
        return consents.change(consentId, decide).retryWhen(ConcurrentChanges.RETRIES);
    }

    /** Everything that a patient ever granted, newest first. */
    public Flux<ListedAggregate<ConsentState>> grantedBy(Grant grant, @Nullable ListPosition after) {
        String patientId = grant.patientFor(AccessScope.CONSENT);
        return listed(GRANTED_BY, patientId, after, state -> isOf(state, patientId) && state.wasGranted());
    }

    /** Everything that a patient was ever asked for, newest first. */
    public Flux<ListedAggregate<ConsentState>> askedOf(Grant grant, @Nullable ListPosition after) {
        String patientId = grant.patientFor(AccessScope.CONSENT);
        return listed(ASKED_OF, patientId, after, state -> isOf(state, patientId) && state.wasAskedFor());
    }

    /** Everything that a grantee ever asked for, newest first. */
    public Flux<ListedAggregate<ConsentState>> askedBy(Grantee grantee, @Nullable ListPosition after) {
        return listed(ASKED_BY, index(ASKED_BY, grantee), after, state -> isTo(state, grantee) && state.wasAskedFor());
    }

    /** The consents that some grantees can use, newest first; some may be over by their time. */
    public Flux<ListedAggregate<ConsentState>> activeOf(List<Grantee> grantees, @Nullable ListPosition after) {
        return ListedAggregate.merged(grantees.stream()
                .map(grantee -> listed(
                        ACTIVE_OF,
                        index(ACTIVE_OF, grantee),
                        after,
                        state -> isTo(state, grantee) && state.status() == ConsentStatus.ACTIVE))
                .toList());
    }

    /** The consents of a patient that some grantees can use; some may be over by their time. */
    Flux<Snapshot<ConsentState>> activeBetween(String patientId, List<Grantee> grantees) {
        return Flux.fromIterable(grantees)
                .concatMap(grantee -> listed(
                        ACTIVE_BETWEEN,
                        index(ACTIVE_BETWEEN, patientId, grantee),
                        null,
                        state -> isOf(state, patientId) && isTo(state, grantee)))
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()));
    }

    private Flux<ListedAggregate<ConsentState>> listed(
            String field, String value, @Nullable ListPosition after, Predicate<ConsentState> agrees) {
        return consents.listedBy(field, value, after)
                .filter(listed -> listed.aggregate().mayBe(found -> agrees.test(found.state())));
    }

    private static boolean isOf(ConsentState state, String patientId) {
        return state.patientId().equals(patientId);
    }

    private static boolean isTo(ConsentState state, Grantee grantee) {
        return state.grantee().equals(grantee);
    }

    private Map<String, @Nullable Object> indexFields(ConsentState state) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        boolean active = state.status() == ConsentStatus.ACTIVE;
        boolean open = state.status() == ConsentStatus.REQUESTED;
        Grantee grantee = state.grantee();
        fields.put(GRANTED_BY, state.wasGranted() ? state.patientId() : null);
        fields.put(ASKED_OF, state.wasAskedFor() ? state.patientId() : null);
        fields.put(ASKED_BY, state.wasAskedFor() ? index(ASKED_BY, grantee) : null);
        fields.put(ACTIVE_BY, active ? state.patientId() : null);
        fields.put(ACTIVE_OF, active ? index(ACTIVE_OF, grantee) : null);
        fields.put(ACTIVE_BETWEEN, active ? index(ACTIVE_BETWEEN, state.patientId(), grantee) : null);
        fields.put(OPEN_BETWEEN, open ? index(OPEN_BETWEEN, state.patientId(), grantee) : null);
        return fields;
    }

    private String index(String purpose, Grantee grantee) {
        return consentIndexKey.get().index(purpose, grantee.type().name(), grantee.id());
    }

    private String index(String purpose, String patientId, Grantee grantee) {
        return consentIndexKey.get().index(purpose, patientId, grantee.type().name(), grantee.id());
    }
}

package org.healthpassport.api.consent.emergency;

import java.time.LocalDate;
import java.util.HashMap;
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
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All emergency accesses. The limits hold for takings at the same moment too: each access has a place among the unreviewed
 * ones of its doctor, and one among those of its hospital on that day, and unique indexes give each place once. The index
 * fields are keyed digests, as who treats whom is nobody's business.
 */
@Component
public final class EmergencyAccesses {
    /** The resource type in audit entries. */
    public static final String RESOURCE_TYPE = "EMERGENCY_ACCESS";

    private static final String COLLECTION = "emergencyAccesses";

    /** The unique index field of the latest one of a doctor to a patient. */
    private static final String LATEST_BETWEEN = "latestBetween";
    /** The unique index field of unreviewed ones: doctor and place. */
    private static final String DOCTOR_PLACE = "doctorPlace";
    /** The unique index field of all: hospital, day and place. */
    private static final String HOSPITAL_PLACE = "hospitalPlace";
    /** The index field of unreviewed ones: the doctor. */
    private static final String UNREVIEWED_OF = "unreviewedOf";
    /** The index field of all: hospital and day. */
    private static final String TAKEN_ON = "takenOn";
    /** The index field of all: the hospital. */
    private static final String OF_HOSPITAL = "ofHospital";
    /** The index field of all: the hospital, and if it has reviewed it. */
    private static final String REVIEWED_BY = "reviewedBy";

    private final Aggregates<EmergencyAccessState> accesses;
    private final SharedSecret<KeyedDigest> emergencyIndexKey;

    EmergencyAccesses(AggregateStore store, SharedSecret<KeyedDigest> emergencyIndexKey) {
        this.emergencyIndexKey = emergencyIndexKey;
        this.accesses = store.of(new AggregateKind<>(
                        COLLECTION,
                        RESOURCE_TYPE,
                        EmergencyAccessState.class,
                        EmergencyAccessState::patientId,
                        Set.of(LATEST_BETWEEN, DOCTOR_PLACE, HOSPITAL_PLACE),
                        Set.of(UNREVIEWED_OF, TAKEN_ON, OF_HOSPITAL, REVIEWED_BY),
                        this::indexFields)
                .withGuard(
                        LATEST_BETWEEN,
                        DOCTOR_PLACE,
                        HOSPITAL_PLACE,
                        UNREVIEWED_OF,
                        TAKEN_ON,
                        OF_HOSPITAL,
                        REVIEWED_BY));
    }

    /** Makes the blind indexes of emergency accesses. */
    @Bean
    static SharedSecret<KeyedDigest> emergencyIndexKey() {
        return SharedSecret.digestKey("emergency-index-key");
    }

    /** Saves an access; fails with a {@code DuplicateKeyException} if one of its places is taken. */
    Mono<Snapshot<EmergencyAccessState>> create(String accessId, EmergencyAccessState state) {
        return accesses.create(accessId, state, EmergencyDecisions.taken(accessId, state));
    }

    /** Changes an access, with more attempts than {@link Aggregates#change}. */
    public Mono<Snapshot<EmergencyAccessState>> change(
            String accessId, Function<Snapshot<EmergencyAccessState>, Decision<EmergencyAccessState>> decide) {
        return accesses.change(accessId, decide).retryWhen(ConcurrentChanges.RETRIES);
    }

    /** The latest one of a doctor to a patient, which may be over; empty if it cannot be read. */
    Mono<Snapshot<EmergencyAccessState>> latestBetween(String patientId, String doctorId) {
        return listed(
                        LATEST_BETWEEN,
                        emergencyIndexKey.get().index(LATEST_BETWEEN, patientId, doctorId),
                        null,
                        state -> state.latest()
                                && state.patientId().equals(patientId)
                                && state.doctorId().equals(doctorId))
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .next();
    }

    /** All of a doctor to a patient that can be read, newest first; a patient has few. */
    Flux<Snapshot<EmergencyAccessState>> between(String patientId, String doctorId) {
        return accesses.ofSubject(patientId, null)
                .concatMap(listed -> Mono.justOrEmpty(listed.aggregate().ifReadable()))
                .filter(access -> access.state().doctorId().equals(doctorId));
    }

    /** Those of a doctor that await review. */
    Flux<ListedAggregate<EmergencyAccessState>> unreviewedOf(String doctorId) {
        return listed(
                UNREVIEWED_OF,
                emergencyIndexKey.get().index(UNREVIEWED_OF, doctorId),
                null,
                state -> !state.wasReviewed() && state.doctorId().equals(doctorId));
    }

    /** Those of a hospital on a day. */
    Flux<ListedAggregate<EmergencyAccessState>> takenOn(LocalDate day, String hospitalId) {
        return listed(
                TAKEN_ON,
                emergencyIndexKey.get().index(TAKEN_ON, hospitalId, day.toString()),
                null,
                state -> state.hospitalId().equals(hospitalId)
                        && EmergencyDecisions.day(state.takenAt()).equals(day));
    }

    /**
     * Those of a hospital's doctors, newest first.
     *
     * @param reviewed null for all
     */
    public Flux<ListedAggregate<EmergencyAccessState>> ofHospital(
            String hospitalId, @Nullable Boolean reviewed, @Nullable ListPosition after) {
        return reviewed == null
                ? listed(
                        OF_HOSPITAL,
                        emergencyIndexKey.get().index(OF_HOSPITAL, hospitalId),
                        after,
                        state -> state.hospitalId().equals(hospitalId))
                : listed(
                        REVIEWED_BY,
                        emergencyIndexKey.get().index(REVIEWED_BY, hospitalId, reviewed.toString()),
                        after,
                        state -> state.hospitalId().equals(hospitalId) && state.wasReviewed() == reviewed);
    }

    private Flux<ListedAggregate<EmergencyAccessState>> listed(
            String field, String value, @Nullable ListPosition after, Predicate<EmergencyAccessState> agrees) {
        return accesses.listedBy(field, value, after)
                .filter(listed -> listed.aggregate().mayBe(found -> agrees.test(found.state())));
    }

    private Map<String, @Nullable Object> indexFields(EmergencyAccessState state) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        String doctorId = state.doctorId();
        String hospitalId = state.hospitalId();
        String day = EmergencyDecisions.day(state.takenAt()).toString();
        boolean reviewed = state.wasReviewed();
        fields.put(
                LATEST_BETWEEN,
                state.latest() ? emergencyIndexKey.get().index(LATEST_BETWEEN, state.patientId(), doctorId) : null);
        fields.put(
                DOCTOR_PLACE,
                reviewed
                        ? null
                        : emergencyIndexKey.get().index(DOCTOR_PLACE, doctorId, Integer.toString(state.doctorPlace())));
        fields.put(
                HOSPITAL_PLACE,
                emergencyIndexKey
                        .get()
                        .index(HOSPITAL_PLACE, hospitalId, day, Integer.toString(state.hospitalPlace())));
        fields.put(UNREVIEWED_OF, reviewed ? null : emergencyIndexKey.get().index(UNREVIEWED_OF, doctorId));
        fields.put(TAKEN_ON, emergencyIndexKey.get().index(TAKEN_ON, hospitalId, day));
        fields.put(OF_HOSPITAL, emergencyIndexKey.get().index(OF_HOSPITAL, hospitalId));
        fields.put(REVIEWED_BY, emergencyIndexKey.get().index(REVIEWED_BY, hospitalId, Boolean.toString(reviewed)));
        return fields;
    }
}

package org.healthpassport.api.consent.emergency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.consent.ConsentRules;
import org.healthpassport.api.consent.emergency.EmergencyDecisions.Places;
import org.healthpassport.api.identity.secondfactor.StepUp;
import org.healthpassport.events.access.AccessRight;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.retry.Retry;

/**
 * Gives a doctor emergency access to a patient.
 *
 * <pre>
 *   entitled? --> one runs? --> its end
 *                   |
 *                   +--> all justified? --> room? --> code used up --> saved --> its end
 * </pre>
 *
 * <p>A code that was used up for an access that could not be saved is lost; the doctor tries again with the next one.
 */
@Component
class TakingEmergencyAccess {
    /** More than the places of a hospital, as somebody else may have taken each of them. */
    private static final Retry RETRIES = Retry.backoff(25, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(100))
            .filter(DuplicateKeyException.class::isInstance)
            .onRetryExhaustedThrow((retry, last) -> last.failure());

    private final EmergencyAccesses accesses;
    private final EntitledDoctors entitled;
    private final StepUp stepUp;
    private final PatientAccess access;
    private final Ids ids;
    private final Clock clock;

    TakingEmergencyAccess(
            EmergencyAccesses accesses,
            EntitledDoctors entitled,
            StepUp stepUp,
            PatientAccess access,
            Ids ids,
            Clock clock) {
        this.accesses = accesses;
        this.entitled = entitled;
        this.stepUp = stepUp;
        this.access = access;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Gives the end of the new access, or of the one that runs.
     *
     * @param code of the second factor; null if none was given
     * @return fails with an {@link EmergencyRefusal}, with {@link AccessRefusal.NoSuchPatient}, and with a {@link
     *     org.healthpassport.api.identity.secondfactor.SecondFactorRefusal}
     */
    Mono<Instant> take(Caller caller, String patientId, @Nullable String reason, @Nullable String code) {
        return entitled.since(caller)
                .switchIfEmpty(Mono.defer(() -> access.deny(patientId, new EmergencyRefusal.NotEntitled())))
                .flatMap(since -> Mono.fromCallable(() -> check(reason).orThrow())
                        .delayUntil(valid -> access.requirePatient(patientId))
                        .map(valid -> new Emergency(
                                patientId, caller.accountId(), String.valueOf(caller.hospitalId()), valid, since)))
                .flatMap(emergency -> running(emergency).switchIfEmpty(Mono.defer(() -> takeAnother(emergency, code))))
                .map(access -> access.state().expiresAt());
    }

    private static Ruling<String> check(@Nullable String sent) {
        ConsentRules rules = new ConsentRules();
        String reason = rules.reason(sent);
        return rules.ruling(() -> reason);
    }

    private Mono<Snapshot<EmergencyAccessState>> running(Emergency emergency) {
        return latest(emergency).filter(access -> access.state().allowsAt(now(), emergency.since()));
    }

    private Mono<Snapshot<EmergencyAccessState>> latest(Emergency emergency) {
        return accesses.latestBetween(emergency.patientId(), emergency.doctorId());
    }

    private Mono<Snapshot<EmergencyAccessState>> takeAnother(Emergency emergency, @Nullable String code) {
        return requireJustified(emergency)
                .then(Mono.defer(() -> freePlaces(emergency)))
                .then(Mono.defer(() -> stepUp.useCode(emergency.doctorId(), code)))
                .then(Mono.defer(() -> replaceAndSave(emergency)).retryWhen(RETRIES));
    }

    /** A hospital may review an access after the doctor has taken the next one. */
    private Mono<Void> requireJustified(Emergency emergency) {
        return accesses.between(emergency.patientId(), emergency.doctorId())
                .any(access -> access.state().forbidsAnotherAt(now()))
                .filter(forbidden -> forbidden)
                .flatMap(forbidden -> access.deny(emergency.patientId(), new EmergencyRefusal.NotJustified()));
    }

    private Mono<Snapshot<EmergencyAccessState>> replaceAndSave(Emergency emergency) {
        return latest(emergency)
                .flatMap(before -> accesses.change(
                        before.id(), current -> EmergencyDecisions.replace(current.state(), now(), emergency.since())))
                .onErrorResume(
                        Refused.with(EmergencyRefusal.NotJustified.class),
                        refused -> access.deny(emergency.patientId(), new EmergencyRefusal.NotJustified()))
                .filter(before -> before.state().allowsAt(now(), emergency.since()))
                .switchIfEmpty(Mono.defer(() -> save(emergency)));
    }

    private Mono<Snapshot<EmergencyAccessState>> save(Emergency emergency) {
        return freePlaces(emergency)
                .map(places -> EmergencyDecisions.take(
                        emergency.patientId(),
                        emergency.doctorId(),
                        emergency.hospitalId(),
                        emergency.reason(),
                        places,
                        emergency.since(),
                        now()))
                .flatMap(state -> accesses.create(ids.next(), state).contextWrite(TakingEmergencyAccess::marked));
    }

    /** The audit log marks it as it marks every read by it. */
    private static Context marked(Context context) {
        return Actor.in(context).by(AccessRight.EMERGENCY, null).into(context);
    }

    /** Places that were free a moment ago, by chance, so that takings at the same moment seldom want the same. */
    private Mono<Places> freePlaces(Emergency emergency) {
        return Mono.zip(
                        accesses.unreviewedOf(emergency.doctorId()).collectList(),
                        accesses.takenOn(EmergencyDecisions.day(now()), emergency.hospitalId())
                                .collectList())
                .flatMap(found -> {
                    if (found.getT1().size() >= EmergencyDecisions.UNREVIEWED_AT_MOST) {
                        return access.deny(
                                emergency.patientId(),
                                new EmergencyRefusal.TooManyUnreviewed(
                                        EmergencyDecisions.UNREVIEWED_AT_MOST, EmergencyDecisions.TRY_AGAIN_AFTER));
                    }
                    if (found.getT2().size() >= EmergencyDecisions.A_DAY_AT_MOST) {
                        return access.deny(
                                emergency.patientId(),
                                new EmergencyRefusal.TooManyToday(
                                        EmergencyDecisions.A_DAY_AT_MOST, EmergencyDecisions.untilTomorrow(now())));
                    }
                    return Mono.just(new Places(
                            oneOf(EmergencyDecisions.freePlaces(
                                    places(found.getT1(), EmergencyAccessState::doctorPlace),
                                    EmergencyDecisions.UNREVIEWED_AT_MOST)),
                            oneOf(EmergencyDecisions.freePlaces(
                                    places(found.getT2(), EmergencyAccessState::hospitalPlace),
                                    EmergencyDecisions.A_DAY_AT_MOST))));
                });
    }

    private static Collection<Integer> places(
            List<ListedAggregate<EmergencyAccessState>> found, Function<EmergencyAccessState, Integer> place) {
        return found.stream()
                .flatMap(listed -> listed.aggregate().ifReadable().stream())
                .map(access -> place.apply(access.state()))
                .toList();
    }

    private static int oneOf(List<Integer> free) {
        return free.get(ThreadLocalRandom.current().nextInt(free.size()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * An emergency of a patient, as an entitled doctor describes it.
     *
     * @param since the time since when the doctor is entitled
     */
    private record Emergency(String patientId, String doctorId, String hospitalId, String reason, Instant since) {

        @Override
        public String toString() {
            return "Emergency[" + patientId + ", " + doctorId + ']';
        }
    }
}

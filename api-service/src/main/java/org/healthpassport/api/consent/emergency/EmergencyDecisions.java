package org.healthpassport.api.consent.emergency;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.events.EventType;
import org.healthpassport.events.emergency.EmergencyAccessReviewed;
import org.healthpassport.events.emergency.EmergencyAccessSwitched;
import org.healthpassport.events.emergency.EmergencyAccessTaken;
import org.jspecify.annotations.Nullable;

/** Decides about emergency access, by states alone. */
public final class EmergencyDecisions {
    /** The time for which an emergency access is good. */
    static final Duration LASTS = Duration.ofHours(1);
    /** The accesses of a doctor that may await review. */
    static final int UNREVIEWED_AT_MOST = 3;
    /** The accesses that the doctors of a hospital may take on a day (UTC). */
    static final int A_DAY_AT_MOST = 20;
    /** Nobody knows when the hospital reviews. */
    static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(15);

    /** The time after a finding of no justification for which the doctor cannot take another one to the same patient. */
    static final Duration FORBIDDEN_FOR = Duration.ofDays(1);

    private EmergencyDecisions() {}

    /**
     * The time since when a doctor may take emergency access without a break; empty if the doctor may not. An access that
     * was taken before is over, even if everything was restored since: when the hospital was disabled, and when all
     * sessions of the doctor ended, as a suspension does.
     */
    static Optional<Instant> entitledSince(AccountState doctor, AccountState hospital) {
        Instant enabled = hospital.emergencyAccessSince();
        if (enabled == null
                || doctor.role() != Role.DOCTOR
                || !doctor.mayAct()
                || !hospital.standsForHospital()
                || !hospital.mayAct()
                || doctor.hospitalId() == null
                || !doctor.hospitalId().equals(hospital.hospitalId())) {
            return Optional.empty();
        }
        Instant sessionsSince = doctor.validAfter();
        return Optional.of(sessionsSince == null || sessionsSince.isBefore(enabled) ? enabled : sessionsSince);
    }

    /** Another access, in places that are free. */
    static EmergencyAccessState take(
            String patientId,
            String doctorId,
            String hospitalId,
            String reason,
            Places places,
            Instant entitledSince,
            Instant now) {
        // The tokens of a doctor can be a second ahead.
        Instant takenAt = now.isBefore(entitledSince) ? entitledSince : now;
        return new EmergencyAccessState(
                patientId,
                doctorId,
                hospitalId,
                reason,
                takenAt,
                takenAt.plus(LASTS),
                places.ofDoctor(),
                places.ofHospital(),
                true,
                null);
    }

    /** The day that an access counts for. */
    static LocalDate day(Instant takenAt) {
        return takenAt.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** The time until the next day. */
    static Duration untilTomorrow(Instant now) {
        return Duration.between(
                now, day(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The places from 0 that nobody has; those of accesses that cannot be read are unknown, and show with the write. */
    static List<Integer> freePlaces(Collection<Integer> taken, int places) {
        Set<Integer> known = taken.stream().collect(Collectors.toSet());
        return IntStream.range(0, places)
                .filter(place -> !known.contains(place))
                .boxed()
                .toList();
    }

    static NewEvent taken(String accessId, EmergencyAccessState state) {
        return new NewEvent(
                EventType.EMERGENCY_ACCESS_TAKEN,
                new EmergencyAccessTaken(accessId, state.patientId(), state.doctorId(), state.hospitalId()));
    }

    /**
     * Makes room for another access of the same doctor to the same patient, if this one is over. A finding that it was not
     * justified forbids another one for a day, as it would mean nothing if the doctor could go on at once.
     */
    static Decision<EmergencyAccessState> replace(EmergencyAccessState state, Instant now, Instant entitledSince) {
        if (state.forbidsAnotherAt(now)) {
            return Decision.refuse(new EmergencyRefusal.NotJustified());
        }
        return state.latest() && !state.allowsAt(now, entitledSince)
                ? Decision.accept(state.replaced())
                : Decision.unchanged();
    }

    /** Reviews an access once. A finding that it was not justified ends it, if it still runs. */
    public static Decision<EmergencyAccessState> review(
            Snapshot<EmergencyAccessState> access, String hospitalId, EmergencyReview review) {
        EmergencyAccessState state = access.state();
        if (!state.hospitalId().equals(hospitalId)) {
            return Decision.refuse(new EmergencyRefusal.NoSuchAccess());
        }
        if (state.wasReviewed()) {
            return Decision.refuse(new EmergencyRefusal.AlreadyReviewed());
        }
        return Decision.accept(
                state.reviewed(review),
                new NewEvent(
                        EventType.EMERGENCY_ACCESS_REVIEWED,
                        new EmergencyAccessReviewed(
                                access.id(), state.patientId(), state.doctorId(), state.hospitalId())));
    }

    /** Lets the doctors of a hospital take emergency access from that time on, or not any more if it is null. */
    static Decision<AccountState> switchTo(AccountState hospital, @Nullable Instant since) {
        boolean enabled = hospital.emergencyAccessSince() != null;
        String hospitalId = hospital.hospitalId();
        if (!hospital.standsForHospital() || hospitalId == null) {
            return Decision.refuse(new EmergencyRefusal.NoSuchHospital());
        }
        return enabled == (since != null)
                ? Decision.unchanged()
                : Decision.accept(
                        hospital.withEmergencyAccess(since),
                        new NewEvent(
                                EventType.EMERGENCY_ACCESS_SWITCHED,
                                new EmergencyAccessSwitched(hospital.accountId(), hospitalId, since != null)));
    }

    /** Places for one more access. */
    record Places(int ofDoctor, int ofHospital) {}
}

package org.healthpassport.api.consent.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.healthpassport.api.consent.race.Deed.Kind;

/**
 * Judges reads by the rights of their time. A read is wrong only if it was not allowed at any moment between its begin and
 * its end; a denial only if the read was allowed all the time.
 */
final class RightsJudgement {
    /** The time for which another instance may still know an account as it was. */
    private static final long ACCOUNTS_KNOWN_FOR = Duration.ofSeconds(1).toNanos();

    private final List<Deed> deeds;
    private final Map<String, List<Look>> looks;
    private final Map<String, String> hospitals;
    private final List<String> faults = new ArrayList<>();

    private RightsJudgement(List<Deed> deeds, Map<String, List<Look>> looks, Map<String, String> hospitals) {
        this.deeds = deeds;
        this.looks = looks;
        this.hospitals = hospitals;
    }

    /**
     * @param looks that were recorded, by the id of the request
     * @param hospitals of the doctors, by account
     */
    static List<String> faults(List<Deed> deeds, Map<String, List<Look>> looks, Map<String, String> hospitals) {
        RightsJudgement judgement = new RightsJudgement(deeds, looks, hospitals);
        deeds.stream().filter(deed -> deed.is(Kind.READ)).forEach(judgement::judge);
        return judgement.faults;
    }

    private void judge(Deed read) {
        List<Look> recorded = looks.getOrDefault(read.id(), List.of());
        switch (read.status()) {
            case 200 -> judgeAnswered(read, recorded);
            case 401 -> require(read, any(Kind.SUSPEND, read, deed -> true), "its account was not suspended", recorded);
            case 403, 404 -> judgeDenied(read, recorded);
            default -> require(read, read.isInDoubt(), "nobody expects this answer", recorded);
        }
    }

    private void judgeAnswered(Deed read, List<Look> recorded) {
        if (recorded.size() != 1) {
            fault(read, "is not recorded exactly once", recorded);
            return;
        }
        Look look = recorded.get(0);
        require(
                read,
                read.actor().equals(look.actor()) && read.patientId().equals(look.patientId()),
                "is recorded of somebody else",
                recorded);
        require(read, isAllowed(read, look), "was not allowed at any moment by that right", recorded);
        require(read, !wasSuspended(read), "is of a suspended account", recorded);
    }

    private void judgeDenied(Deed read, List<Look> recorded) {
        require(
                read,
                recorded.size() == 1
                        && recorded.get(0).right() == null
                        && read.patientId().equals(recorded.get(0).patientId()),
                "is not recorded exactly once, for the patient",
                recorded);
        require(
                read,
                deeds.stream().noneMatch(granted -> lastsThrough(granted, read)),
                "was denied, but allowed all the time",
                recorded);
    }

    private boolean isAllowed(Deed read, Look look) {
        if (look.right() == null) {
            return false;
        }
        return switch (look.right()) {
            case CONSENT ->
                look.consentId() != null
                        && mayHaveBegun(
                                read,
                                Kind.GRANT,
                                deed -> fits(deed, read)
                                        && (deed.id().equals(look.consentId())
                                                || deed.id().isEmpty()))
                        && !isOver(read, Kind.REVOKE, look.consentId());
            case EMERGENCY ->
                mayHaveBegun(read, Kind.TAKE_EMERGENCY, taken -> fits(taken, read) && !wasEnded(taken, read));
            case REPRESENTATIVE ->
                mayHaveBegun(
                        read,
                        Kind.REPRESENT,
                        begun -> fits(begun, read) && !isOver(read, Kind.END_REPRESENTATIVE, begun.id()));
            default -> false;
        };
    }

    private boolean mayHaveBegun(Deed read, Kind kind, Predicate<Deed> which) {
        return deeds.stream()
                .filter(deed -> deed.is(kind) && deed.mayBeDone() && deed.began() < read.ended())
                .anyMatch(which);
    }

    /** True if it was certainly over before the read began. */
    private boolean isOver(Deed read, Kind kind, String id) {
        return deeds.stream()
                .anyMatch(
                        deed -> deed.is(kind) && deed.isDone() && deed.id().equals(id) && deed.ended() < read.began());
    }

    /** One that was taken before it was ended; another one can be taken only after that. */
    private boolean wasEnded(Deed taken, Deed read) {
        return deeds.stream()
                .anyMatch(deed -> deed.is(Kind.END_EMERGENCY)
                        && deed.isDone()
                        && fits(deed, read)
                        && taken.ended() < deed.began()
                        && deed.ended() < read.began());
    }

    private boolean wasSuspended(Deed read) {
        return deeds.stream()
                .anyMatch(suspended -> suspended.is(Kind.SUSPEND)
                        && suspended.isDone()
                        && suspended.actor().equals(read.actor())
                        && suspended.ended() + ACCOUNTS_KNOWN_FOR < read.began()
                        && !any(Kind.ACTIVATE, read, back -> back.ended() > suspended.began()));
    }

    /** Something about the account of a reader that may have begun before the end of the read. */
    private boolean any(Kind kind, Deed read, Predicate<Deed> which) {
        return mayHaveBegun(read, kind, deed -> deed.actor().equals(read.actor()) && which.test(deed));
    }

    private boolean lastsThrough(Deed granted, Deed read) {
        boolean began = granted.isDone() && granted.ended() < read.began() && fits(granted, read);
        return switch (granted.kind()) {
            case GRANT -> began && !mayEnd(Kind.REVOKE, granted, read);
            case REPRESENT -> began && !mayEnd(Kind.END_REPRESENTATIVE, granted, read);
            default -> false;
        };
    }

    private boolean mayEnd(Kind kind, Deed granted, Deed read) {
        return mayHaveBegun(read, kind, deed -> deed.id().equals(granted.id()));
    }

    /** True if it is about the patient, and about the reader or the hospital for which the reader works. */
    private boolean fits(Deed deed, Deed read) {
        return deed.patientId().equals(read.patientId())
                && (deed.actor().equals(read.actor()) || deed.actor().equals(hospitals.get(read.actor())));
    }

    private void require(Deed read, boolean right, String objection, List<Look> recorded) {
        if (!right) {
            fault(read, objection, recorded);
        }
    }

    private void fault(Deed read, String objection, List<Look> recorded) {
        faults.add(read + " " + objection + "; recorded: " + recorded + "; before it:\n"
                + String.join(
                        "\n",
                        deeds.stream()
                                .filter(deed -> !deed.is(Kind.READ) && deed.began() < read.ended())
                                .filter(deed -> deed.patientId().isEmpty()
                                        ? deed.actor().equals(read.actor())
                                        : fits(deed, read) || deed.patientId().equals(read.patientId()))
                                .map(Deed::toString)
                                .toList()));
    }
}

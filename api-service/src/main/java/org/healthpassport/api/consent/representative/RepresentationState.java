package org.healthpassport.api.consent.representative;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.api.access.decision.AccessScope;

/**
 * All representatives of one patient, past ones included; sealed with the patient's keys. They are one state, so that no
 * two of them can leave at the same time and each rely on the other.
 *
 * @param withoutLogin true for a passport without a login of its own, which somebody must always be able to manage
 * @param withdrawn ids of the invitations that nobody can accept any more
 */
public record RepresentationState(
        String patientId, boolean withoutLogin, List<Representative> representatives, Set<String> withdrawn) {
    public RepresentationState {
        representatives = List.copyOf(representatives);
        withdrawn = Set.copyOf(withdrawn);
    }

    /** A patient who has a login, before anybody represents them. */
    static RepresentationState ofOwner(String patientId) {
        return new RepresentationState(patientId, false, List.of(), Set.of());
    }

    /** A passport without a login, with its first representative. */
    public static RepresentationState withoutLogin(String patientId, Representative first) {
        return new RepresentationState(patientId, true, List.of(first), Set.of());
    }

    /** The representative that the account is at that time. */
    public Optional<Representative> actingAt(Instant now, String accountId) {
        return representatives.stream()
                .filter(one -> one.accountId().equals(accountId) && one.actsAt(now))
                .findFirst();
    }

    /** The accounts that act for the patient at that time, and may do that. */
    List<String> accountsActingAt(Instant now, AccessScope scope) {
        return representatives.stream()
                .filter(one -> one.actsAt(now))
                .filter(one ->
                        RepresentativeRight.scopes(one.rights()).stream().anyMatch(granted -> granted.includes(scope)))
                .map(Representative::accountId)
                .toList();
    }

    /**
     * True if an account came to the patient only after that time, as a representative or by taking the passport over. Those who
     * act for a passport that was their own before did not come.
     */
    boolean cameAfter(Instant time, String accountId) {
        List<Representative> own = representatives.stream()
                .filter(one -> one.accountId().equals(accountId))
                .toList();
        return !own.isEmpty()
                && own.stream()
                        .allMatch(one -> one.since().isAfter(time)
                                && (one.relation() != Relation.SELF || one.endedAt() != null));
    }

    public Optional<Representative> withId(String id) {
        return representatives.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** True if an invitation was accepted or withdrawn. */
    public boolean isSettled(String invitationId) {
        return withdrawn.contains(invitationId) || withId(invitationId).isPresent();
    }

    RepresentationState with(Representative added) {
        return new RepresentationState(
                patientId,
                withoutLogin,
                Stream.concat(representatives.stream(), Stream.of(added)).toList(),
                withdrawn);
    }

    RepresentationState ended(Predicate<Representative> which, Instant now) {
        return new RepresentationState(
                patientId,
                withoutLogin,
                representatives.stream()
                        .map(one -> which.test(one) ? one.ended(now) : one)
                        .toList(),
                withdrawn);
    }

    /** The same passport, which is the own one of an account, or of none. */
    RepresentationState withoutLogin(boolean none) {
        return new RepresentationState(patientId, none, representatives, withdrawn);
    }

    /** The patient in person, among those who act at that time. */
    public Optional<Representative> inPersonAt(Instant now) {
        return representatives.stream()
                .filter(one -> one.relation() == Relation.SELF && one.actsAt(now))
                .findFirst();
    }

    RepresentationState withdrawn(String invitationId) {
        return new RepresentationState(
                patientId,
                withoutLogin,
                representatives,
                Stream.concat(withdrawn.stream(), Stream.of(invitationId)).collect(Collectors.toSet()));
    }

    /** The accounts that can manage the passport for good, if they may act. */
    List<String> managers() {
        return representatives.stream()
                .filter(Representative::managesForGood)
                .map(Representative::accountId)
                .distinct()
                .toList();
    }

    /**
     * True unless nobody could manage the passport any more.
     *
     * @param active the accounts of managers that may act
     */
    boolean staysManaged(Set<String> active) {
        return !withoutLogin || managers().stream().anyMatch(active::contains);
    }

    /** Without names, as states can end up in logs. */
    @Override
    public String toString() {
        return "RepresentationState[" + patientId + ", " + representatives + ']';
    }
}

package org.healthpassport.api.access.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.stamp.Actor;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The one way to a patient's data. It decides by which right somebody may have it, gives the {@link Grant} that the
 * stores ask for, and answers only after the access is durable in the access log.
 *
 * <pre>
 *   decide --granted--> load, with the Grant --> record --> answer
 *      |
 *      +----denied----> record the denial --> NoSuchPatient, or NotGranted for those whom the patient allows something else
 * </pre>
 */
@Component
public final class PatientAccess {
    private static final Duration ASKED_AGAIN_EVERY = Duration.ofSeconds(1);

    private final AccessLog accessLog;
    private final KnownPatients patients;
    private final KnownCallers callers;
    private final List<GrantedRights> granted;

    PatientAccess(AccessLog accessLog, KnownPatients patients, KnownCallers callers, List<GrantedRights> granted) {
        this.accessLog = accessLog;
        this.patients = patients;
        this.callers = callers;
        this.granted = List.copyOf(granted);
    }

    /**
     * Data for a caller. A stream in the result is not subscribed to before the access is recorded.
     *
     * @return empty, without a record, if there is nothing to give; fails with {@link AccessRefusal.NoSuchPatient}
     */
    public <T> Mono<T> read(Caller caller, DataRequest request, Function<Grant, Mono<T>> load) {
        return decide(caller, request.patientId(), request.scope())
                .flatMap(grant -> load.apply(grant)
                        .delayUntil(loaded -> accessLog.record(request.by(grant)))
                        .contextWrite(by(grant)));
    }

    /** The same for a list, which is recorded before its first element is loaded. */
    public <T> Flux<T> list(Caller caller, DataRequest request, Function<Grant, Flux<T>> load) {
        return decide(caller, request.patientId(), request.scope())
                .flatMapMany(grant -> accessLog
                        .record(request.by(grant))
                        .thenMany(Flux.defer(() -> load.apply(grant)))
                        .contextWrite(by(grant)));
    }

    /**
     * A change by a caller, which its own events record.
     *
     * @return the result of the change; fails with {@link AccessRefusal.NoSuchPatient}
     */
    public <T> Mono<T> write(Caller caller, String patientId, AccessScope scope, Function<Grant, Mono<T>> change) {
        return decide(caller, patientId, scope)
                .flatMap(grant -> change.apply(grant).contextWrite(by(grant)));
    }

    /**
     * The demographics of a patient whom an auditor looks up; recorded before they are loaded.
     *
     * @return fails with {@link AccessRefusal.NoSuchPatient} for anybody who is no auditor
     */
    public <T> Mono<T> lookUp(
            Caller caller, Access.PersonLookUp lookUp, String patientId, Function<Grant, Mono<T>> load) {
        return Mono.defer(() -> AccessDecision.lookUp(caller, patientId)
                        .map(Mono::just)
                        .orElseGet(() -> deny(patientId, new AccessRefusal.NoSuchPatient())))
                .flatMap(grant -> accessLog
                        .record(lookUp)
                        .then(Mono.defer(() -> load.apply(grant)))
                        .contextWrite(by(grant)));
    }

    /**
     * The demographics of a patient for a clinician who has a code of the patient; whoever calls this has checked the code.
     * Recorded before they are given.
     *
     * @return fails with {@link AccessRefusal.NoSuchPatient} for everybody but doctors and hospitals that may act
     */
    public <T> Mono<T> identify(Caller caller, String patientId, Function<Grant, Mono<T>> load) {
        return callers.mayTreat(caller)
                .flatMap(may -> may
                        ? Mono.just(AccessDecision.ofCode(patientId))
                        : deny(patientId, new AccessRefusal.NoSuchPatient()))
                .flatMap(grant -> load.apply(grant)
                        .delayUntil(loaded -> accessLog.record(new DataRequest(
                                        AccessScope.DEMOGRAPHICS, patientId, "PATIENT", patientId, Interaction.READ)
                                .by(grant)))
                        .contextWrite(by(grant)));
    }

    /**
     * Data for somebody with a link to it, while the account that made the link may make it by the same right; the caller has
     * checked the link. Otherwise like {@link #read}.
     *
     * @param maker null for a link of the patient that lasts whatever happens to the account
     * @param scope that of making the link
     * @return fails with {@link AccessRefusal.NoSuchPatient}, which is left to the caller to record
     */
    public <T> Mono<T> readByLink(
            @Nullable LinkMaker maker, Access.LinkUse use, AccessScope scope, Function<Grant, Mono<T>> load) {
        return requireLink(maker, use.patientId(), scope)
                .flatMap(grant -> load.apply(grant)
                        .delayUntil(loaded -> accessLog.record(use))
                        .contextWrite(by(grant)));
    }

    /**
     * Data for somebody who opens a QR code's link, which a decision on the link records.
     *
     * @param maker as for {@link #readByLink}
     * @param decide saves the decision, and gives what was loaded or refuses it
     * @return fails with {@link AccessRefusal.NoSuchPatient}, which is left to the caller to record
     */
    public <T, R> Mono<R> openLink(
            @Nullable LinkMaker maker, String patientId, Function<Grant, Mono<T>> load, Function<T, Mono<R>> decide) {
        return requireLink(maker, patientId, AccessScope.SHARE)
                .flatMap(grant -> load.apply(grant).flatMap(decide).contextWrite(by(grant)));
    }

    private Mono<Grant> requireLink(@Nullable LinkMaker maker, String patientId, AccessScope scope) {
        return ofLink(maker, patientId, scope)
                .switchIfEmpty(Mono.error(new AccessRefusal.NoSuchPatient()::asException));
    }

    /** Empty once the maker has lost the right. */
    private Mono<Grant> ofLink(@Nullable LinkMaker maker, String patientId, AccessScope scope) {
        return maker == null
                ? Mono.just(AccessDecision.ofLink(patientId))
                : Mono.defer(() -> callers.active(maker.accountId()))
                        .flatMap(account -> grants(account, patientId, scope)
                                .filter(maker::made)
                                .next())
                        .map(Grant::ofLink);
    }

    /**
     * Something that was found for a grant. If it belongs to another patient, the attempt is recorded, and the result
     * is empty, as if it did not exist.
     *
     * @param found fails with {@link CannotBeRead} if it is damaged, which only its owner may learn
     */
    public <T> Mono<T> ofPatient(Grant grant, Mono<T> found, Function<T, String> owner) {
        return found.onErrorResume(CannotBeRead.class, failure -> unreadable(grant, failure))
                .filterWhen(loaded -> isOf(grant, owner.apply(loaded)));
    }

    /** The patients to whose data a caller may have a right besides their own, for questions to {@link #allows}. */
    public Flux<String> patientsOf(Caller caller) {
        return Flux.fromIterable(granted).concatMap(rights -> rights.patientsOf(caller));
    }

    /**
     * Tells if a caller may access data now, without giving any; so it is not recorded. For references to data, and for
     * answers that were recorded and go on for long.
     */
    public Mono<Boolean> allows(Caller caller, String patientId, AccessScope scope) {
        return grants(caller, patientId, scope).hasElements();
    }

    /**
     * The same for one thing among the data.
     *
     * @param isThere asks the store of such things
     */
    public Mono<Boolean> allows(
            Caller caller, String patientId, AccessScope scope, Function<Grant, Mono<Boolean>> isThere) {
        return grants(caller, patientId, scope).next().flatMap(isThere).defaultIfEmpty(false);
    }

    /** Tells if an account may act now, and may access data, as {@link #allows(Caller, String, AccessScope)} does. */
    public Mono<Boolean> allows(String accountId, String patientId, AccessScope scope) {
        return Mono.defer(() -> callers.active(accountId))
                .flatMap(caller -> allows(caller, patientId, scope))
                .defaultIfEmpty(false);
    }

    /** Tells in the same way if the account that made a link may make it now, by the same right. */
    public Mono<Boolean> allowsLink(@Nullable LinkMaker maker, String patientId, AccessScope scope) {
        return ofLink(maker, patientId, scope).hasElement();
    }

    /**
     * Tells if a caller may do all of that until an end, as far as was agreed: nobody can let others do more, or for longer.
     * Otherwise like {@link #allows}.
     *
     * @param end null for none
     */
    public Mono<Boolean> allowsAll(
            Caller caller, String patientId, Collection<AccessScope> scopes, @Nullable Instant end) {
        List<AccessScope> ofOthers = scopes.stream()
                .filter(scope -> AccessDecision.decide(caller, patientId, scope).isEmpty())
                .toList();
        return ofOthers.isEmpty()
                ? Mono.just(true)
                : rights(caller, patientId)
                        .filter(right -> right.lastsUntil(end))
                        .collectList()
                        .map(rights -> ofOthers.stream()
                                .allMatch(scope -> rights.stream().anyMatch(right -> right.allows(scope))));
    }

    /**
     * An answer that was recorded and goes on for long: it fails with {@link RightEnded} within two seconds after it is not
     * allowed any more. That is not recorded again.
     *
     * @param allowed asks the stores with each subscription
     */
    public <T> Flux<T> whileAllowed(Mono<Boolean> allowed, Flux<T> answer) {
        Mono<Void> lost = Flux.interval(ASKED_AGAIN_EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> allowed, 1)
                .filter(still -> !still)
                .next()
                .flatMap(refused -> Mono.error(RightEnded::new));
        return answer.takeUntilOther(lost);
    }

    private <T> Mono<T> unreadable(Grant grant, CannotBeRead failure) {
        String ownerId = failure.unreadable().subjectId();
        return ownerId == null
                ? Mono.error(failure)
                : isOf(grant, ownerId).flatMap(own -> own ? Mono.error(failure) : Mono.empty());
    }

    private Mono<Boolean> isOf(Grant grant, String ownerId) {
        return ownerId.equals(grant.patientId())
                ? Mono.just(true)
                : accessLog
                        .record(new Access.Denial(ownerId, DenialReason.NOT_PERMITTED))
                        .thenReturn(false);
    }

    private Mono<Grant> decide(Caller caller, String patientId, AccessScope scope) {
        return grants(caller, patientId, scope)
                .next()
                .switchIfEmpty(Mono.defer(() -> rights(caller, patientId).hasElements())
                        .flatMap(knows -> deny(
                                patientId,
                                knows ? new AccessRefusal.NotGranted() : new AccessRefusal.NoSuchPatient())));
    }

    /** The grants by which a caller may access data, the one to use first at the beginning. */
    private Flux<Grant> grants(Caller caller, String patientId, AccessScope scope) {
        return Flux.defer(() -> AccessDecision.decide(caller, patientId, scope)
                .map(Flux::just)
                .orElseGet(() -> rights(caller, patientId)
                        .filter(right -> right.allows(scope))
                        .map(right -> new Grant(patientId, right, scope, caller.hospitalId()))));
    }

    /** The rights that others gave a caller; those who have one know that the patient exists. */
    private Flux<GrantedRight> rights(Caller caller, String patientId) {
        return Flux.fromIterable(granted).concatMap(rights -> rights.of(caller, patientId));
    }

    /**
     * Completes if there is such a patient, for those who may ask without a right to any data.
     *
     * @return fails with {@link AccessRefusal.NoSuchPatient}, once that is recorded
     */
    public Mono<Void> requirePatient(String patientId) {
        return patients.exists(patientId)
                .filter(exists -> exists)
                .switchIfEmpty(Mono.defer(() -> deny(patientId, new AccessRefusal.NoSuchPatient())))
                .then();
    }

    /**
     * Records, before the answer, that somebody whose office it is sees things of several patients, such as a hospital
     * the emergency accesses that its doctors took.
     */
    public Mono<Void> recordOversight(Collection<DataRequest> seen) {
        return Flux.fromIterable(seen)
                .map(request -> request.by(new Grant(request.patientId(), AccessRight.ADMIN)))
                .flatMap(accessLog::record)
                .then();
    }

    /**
     * Refuses something about a patient, once that is recorded.
     *
     * @return fails with the refusal
     */
    public <T> Mono<T> deny(String patientId, Refusal refusal) {
        return deny(patientId, DenialReason.NOT_PERMITTED, refusal.asException());
    }

    /** The same for another reason. */
    public <T> Mono<T> deny(String patientId, DenialReason reason, Throwable refusal) {
        return patients.exists(patientId)
                .map(exists -> new Access.Denial(exists ? patientId : null, reason))
                .flatMap(accessLog::record)
                .then(Mono.error(refusal));
    }

    /** The context whose records name the right. */
    private static Function<Context, Context> by(Grant grant) {
        return context -> Actor.in(context).by(grant.right(), grant.consentId()).into(context);
    }
}

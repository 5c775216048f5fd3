package org.healthpassport.api.consent.representative.dependant;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.consent.representative.OwnNames;
import org.healthpassport.api.consent.representative.Relation;
import org.healthpassport.api.consent.representative.Representations;
import org.healthpassport.api.consent.representative.Representative;
import org.healthpassport.api.consent.representative.RepresentativeRefusal;
import org.healthpassport.api.consent.representative.RepresentativeRight;
import org.healthpassport.api.identity.member.MemberRules;
import org.healthpassport.api.patient.BirthDate;
import org.healthpassport.api.patient.PatientState;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.edge.limit.OneAtATime;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes passports without a login. The patient is saved first; the first representative, who must exist, decides if there
 * is a passport.
 */
@Component
class RegisteringDependant {
    /** Nobody represents so many. Several instances can exceed it, see {@link OneAtATime}. */
    private static final int MOST = 20;

    private final Representations representations;
    private final Patients patients;
    private final UnfinishedDependants unfinished;
    private final OwnNames names;
    private final IdempotentCreations creations;
    private final Ids ids;
    private final Clock clock;
    /** By account. */
    private final OneAtATime turns = new OneAtATime("passports of dependants that you create");

    RegisteringDependant(
            Representations representations,
            Patients patients,
            UnfinishedDependants unfinished,
            OwnNames names,
            IdempotentCreations creations,
            Ids ids,
            Clock clock) {
        this.representations = representations;
        this.patients = patients;
        this.unfinished = unfinished;
        this.names = names;
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /** Gives the new passport, or the one that was made with the same key. */
    Mono<Dependant> register(Caller caller, @Nullable IdempotencyKey key, DependantRequest request) {
        return names.patientOf(caller)
                .flatMap(own -> creations.create(
                        new KeyedRequest(caller.accountId(), "dependants", key),
                        ids.next(),
                        new Creation<>(
                                () -> Creation.json(request),
                                patientId -> register(patientId, caller, request),
                                patientId -> representations
                                        .exist(patientId)
                                        .filter(exist -> exist)
                                        .map(exist -> new Dependant(patientId)),
                                representations::ruleOut)));
    }

    private Mono<Dependant> register(String patientId, Caller caller, DependantRequest request) {
        return Mono.fromCallable(() -> check(patientId, request).orThrow())
                .flatMap(patient -> names.of(caller)
                        .flatMap(name -> turns.on(
                                caller.accountId(),
                                requireFewPatients(caller).then(Mono.defer(() -> save(patient, first(caller, name)))))))
                .thenReturn(new Dependant(patientId));
    }

    private Mono<Void> requireFewPatients(Caller caller) {
        return representations
                .by(caller.accountId(), null)
                .take(MOST)
                .count()
                .filter(count -> count < MOST)
                .switchIfEmpty(Mono.error(new RepresentativeRefusal.TooManyPatients(MOST)::asException))
                .then();
    }

    private Ruling<PatientState> check(String patientId, DependantRequest request) {
        MemberRules members = new MemberRules();
        DependantRequest.Name sent = request.name();
        PatientState.Name name =
                members.personName(sent == null ? null : sent.given(), sent == null ? null : sent.family());
        Optional<BirthDate> birthDate =
                members.birthDate(request.birthDate(), LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(14)));
        return members.ruling(() -> new PatientState(patientId, name, birthDate.orElseThrow()));
    }

    private Representative first(Caller caller, String name) {
        return new Representative(
                ids.next(),
                caller.accountId(),
                name,
                Relation.PARENT,
                EnumSet.allOf(RepresentativeRight.class),
                null,
                now(),
                null);
    }

    /** The sweep removes the patient if the process stops between the steps, or if one of them fails. */
    private Mono<Void> save(PatientState patient, Representative first) {
        String patientId = patient.patientId();
        return unfinished
                .begin(patientId, now())
                .then(patients.create(patient))
                .then(Mono.defer(() -> representations.register(patientId, first)))
                .then(Mono.defer(() -> unfinished.finish(patientId)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

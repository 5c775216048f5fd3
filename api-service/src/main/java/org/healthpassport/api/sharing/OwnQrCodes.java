package org.healthpassport.api.sharing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.KnownRepresentatives;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The QR codes of a patient, for the patient and those who may share for them. */
@Component
public final class OwnQrCodes {
    private final QrCodes qrCodes;
    private final PatientAccess access;
    private final KnownRepresentatives representatives;
    private final Clock clock;

    OwnQrCodes(QrCodes qrCodes, PatientAccess access, KnownRepresentatives representatives, Clock clock) {
        this.qrCodes = qrCodes;
        this.access = access;
        this.representatives = representatives;
        this.clock = clock;
    }

    /**
     * One QR code in the form that {@code show} gives it; refused if there is none, and fails if {@code show} fails.
     */
    public <T> Mono<T> read(
            Caller caller,
            String patientId,
            String qrCodeId,
            Interaction interaction,
            Function<Snapshot<QrCodeState>, T> show) {
        return read(
                caller, patientId, qrCodeId, interaction, (grant, found) -> Mono.fromCallable(() -> show.apply(found)));
    }

    /** The same with more data of the patient, which the grant covers. */
    public <T> Mono<T> read(
            Caller caller,
            String patientId,
            String qrCodeId,
            Interaction interaction,
            BiFunction<Grant, Snapshot<QrCodeState>, Mono<T>> show) {
        DataRequest one = new DataRequest(AccessScope.SHARE, patientId, QrCodes.RESOURCE_TYPE, qrCodeId, interaction);
        return access.read(caller, one, grant -> find(grant, qrCodeId).flatMap(found -> show.apply(grant, found)));
    }

    /** QR codes after the position {@code after}, newest first. */
    public Flux<ListedAggregate<QrCodeState>> list(Caller caller, String patientId, @Nullable ListPosition after) {
        DataRequest listed = DataRequest.list(AccessScope.SHARE, patientId, QrCodes.RESOURCE_TYPE);
        return access.list(caller, listed, grant -> qrCodes.ofPatient(grant, after));
    }

    /** The accounts that made these QR codes for the patient, as they are now. */
    public Mono<Map<LinkMaker, Maker>> makers(String patientId, Collection<Snapshot<QrCodeState>> of) {
        Set<LinkMaker> makers = of.stream()
                .map(qrCode -> qrCode.state().maker())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return makers.isEmpty() ? Mono.just(Map.of()) : makers(patientId, makers);
    }

    private Mono<Map<LinkMaker, Maker>> makers(String patientId, Set<LinkMaker> makers) {
        return representatives
                .namesOf(patientId)
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .defaultIfEmpty(Map.of())
                .flatMap(names -> Flux.fromIterable(makers)
                        .concatMap(maker -> access.allowsLink(maker, patientId, AccessScope.SHARE)
                                .map(may -> Map.entry(
                                        maker, new Maker(maker.accountId(), names.get(maker.accountId()), may))))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Closes the link of a QR code for good, from the next request on. */
    public Mono<Void> revoke(Caller caller, String patientId, String qrCodeId) {
        return change(caller, patientId, qrCodeId, QrCodeDecisions::revoke);
    }

    /** Gives nothing out for now, from the next request on. */
    public Mono<Void> pause(Caller caller, String patientId, String qrCodeId) {
        return change(caller, patientId, qrCodeId, qrCode -> QrCodeDecisions.pause(qrCode, clock.instant()));
    }

    /** Gives everything out again. */
    public Mono<Void> resume(Caller caller, String patientId, String qrCodeId) {
        return change(caller, patientId, qrCodeId, qrCode -> QrCodeDecisions.resume(qrCode, clock.instant()));
    }

    private Mono<Void> change(
            Caller caller,
            String patientId,
            String qrCodeId,
            Function<Snapshot<QrCodeState>, Decision<QrCodeState>> decide) {
        return access.write(
                caller,
                patientId,
                AccessScope.SHARE,
                grant -> find(grant, qrCodeId)
                        .flatMap(found -> qrCodes.changeWithRetries(qrCodeId, decide))
                        .then());
    }

    private Mono<Snapshot<QrCodeState>> find(Grant grant, String qrCodeId) {
        return access.ofPatient(
                        grant, qrCodes.find(qrCodeId), found -> found.state().patientId())
                .switchIfEmpty(Mono.error(new SharingRefusal.NoSuchQrCode()::asException));
    }

    /**
     * Somebody who made a QR code for the patient.
     *
     * @param name as it was when they began to represent the patient
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "QrCodeMaker")
    public record Maker(
            String accountId,
            @Schema(example = "Grace Example") @Nullable String name,

            @Schema(description = "false: gives nothing out now, as the account may not share for the patient any more")
            boolean mayShare) {

        /** Without the name, as it can end up in logs. */
        @Override
        public String toString() {
            return "Maker[" + accountId + ']';
        }
    }
}

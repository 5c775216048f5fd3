package org.healthpassport.api.sharing.code;

import java.util.function.Function;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessDecision;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The QR codes of a patient, for that patient only. Each access is recorded before the QR code is returned. */
@Component
final class OwnQrCodes {
    private final QrCodes qrCodes;
    private final AccessDecision access;
    private final AccessLog accessLog;

    OwnQrCodes(QrCodes qrCodes, AccessDecision access, AccessLog accessLog) {
        this.qrCodes = qrCodes;
        this.access = access;
        this.accessLog = accessLog;
    }

    /**
     * One QR code in the form that {@code show} gives it, after the access and its kind are recorded; fails with 404 if
     * there is none, and if {@code show} fails.
     */
    <T> Mono<T> read(
            Caller caller,
            String patientId,
            String qrCodeId,
            Interaction interaction,
            Function<Snapshot<QrCodeState>, T> show) {
        Access.Read read = new Access.Read(patientId, QrCodes.RESOURCE_TYPE, qrCodeId, interaction);
        return access.requireInPerson(caller, patientId)
                .then(find(patientId, qrCodeId))
                .map(show)
                .delayUntil(shown -> accessLog.record(read));
    }

    /** Lists QR codes, newest first, after the access is recorded. */
    Flux<ListedAggregate<QrCodeState>> list(Caller caller, String patientId, @Nullable ListPosition after) {
        Access.Read listed = new Access.Read(patientId, QrCodes.RESOURCE_TYPE, null, Interaction.SEARCH);
        return access.requireInPerson(caller, patientId)
                .then(Mono.defer(() -> accessLog.record(listed)))
                .thenMany(qrCodes.ofPatient(patientId, after));
    }

    /** Closes the link of a QR code for good, from the next request on. */
    Mono<Void> revoke(Caller caller, String patientId, String qrCodeId) {
        return access.requireInPerson(caller, patientId)
                .then(find(patientId, qrCodeId))
                .flatMap(found -> qrCodes.changeWithRetries(qrCodeId, QrCodeDecisions::revoke))
                .then();
    }

    private Mono<Snapshot<QrCodeState>> find(String patientId, String qrCodeId) {
        return qrCodes.find(qrCodeId)
                .onErrorResume(CannotBeRead.class, failure -> access.unreadable(patientId, failure))
                .filterWhen(found -> access.isOf(patientId, found.state().patientId()))
                .switchIfEmpty(Mono.error(OwnQrCodes::noSuchQrCode));
    }

    private static ProblemException noSuchQrCode() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such QR code.").asException();
    }
}

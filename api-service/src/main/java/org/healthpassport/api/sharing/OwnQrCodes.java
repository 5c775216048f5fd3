package org.healthpassport.api.sharing.code;

import java.util.function.Function;
import org.healthpassport.aggregates.ListPosition;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.SharingRefusal;
import org.healthpassport.events.access.Interaction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The QR codes of a patient, for that patient only. */
@Component
final class OwnQrCodes {
    private final QrCodes qrCodes;
    private final PatientAccess access;

    OwnQrCodes(QrCodes qrCodes, PatientAccess access) {
        this.qrCodes = qrCodes;
        this.access = access;
    }

    /**
     * One QR code in the form that {@code show} gives it; refused if there is none, and fails if {@code show} fails.
     */
    <T> Mono<T> read(
            Caller caller,
            String patientId,
            String qrCodeId,
            Interaction interaction,
            Function<Snapshot<QrCodeState>, T> show) {
        DataRequest one = new DataRequest(AccessScope.SHARE, patientId, QrCodes.RESOURCE_TYPE, qrCodeId, interaction);
        return access.read(caller, one, grant -> find(grant, qrCodeId).map(show));
    }

    /** QR codes after the position {@code after}, newest first. */
    Flux<ListedAggregate<QrCodeState>> list(Caller caller, String patientId, @Nullable ListPosition after) {
        DataRequest listed = DataRequest.list(AccessScope.SHARE, patientId, QrCodes.RESOURCE_TYPE);
        return access.list(caller, listed, grant -> qrCodes.ofPatient(grant, after));
    }

    /** Closes the link of a QR code for good, from the next request on. */
    Mono<Void> revoke(Caller caller, String patientId, String qrCodeId) {
        return access.write(
                caller,
                patientId,
                AccessScope.SHARE,
                grant -> find(grant, qrCodeId)
                        .flatMap(found -> qrCodes.changeWithRetries(qrCodeId, QrCodeDecisions::revoke))
                        .then());
    }

    private Mono<Snapshot<QrCodeState>> find(Grant grant, String qrCodeId) {
        return access.ofPatient(
                        grant, qrCodes.find(qrCodeId), found -> found.state().patientId())
                .switchIfEmpty(Mono.error(new SharingRefusal.NoSuchQrCode()::asException));
    }
}

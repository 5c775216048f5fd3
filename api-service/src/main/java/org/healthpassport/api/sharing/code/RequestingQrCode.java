package org.healthpassport.api.sharing.code;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.document.content.DocumentSharing;
import org.healthpassport.api.record.share.RecordSharing;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.LinkSecrets;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.code.QrCodeRules.Checked;
import org.healthpassport.api.sharing.drawing.SealedTexts;
import org.healthpassport.api.sharing.passcode.Passcodes;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accepts requests for QR codes. */
@Component
final class RequestingQrCode {
    private static final int LOOKED_UP_AT_ONCE = 8;

    private final QrCodes qrCodes;
    private final PatientAccess access;
    private final RecordSharing records;
    private final DocumentSharing documents;
    private final LinkSecrets secrets;
    private final Passcodes passcodes;
    private final SealedTexts sealedTexts;
    private final WorkerRetrySettings waiting;
    private final Ids ids;
    private final Clock clock;

    RequestingQrCode(
            QrCodes qrCodes,
            PatientAccess access,
            RecordSharing records,
            DocumentSharing documents,
            LinkSecrets secrets,
            Passcodes passcodes,
            SealedTexts sealedTexts,
            WorkerRetrySettings waiting,
            Ids ids,
            Clock clock) {
        this.qrCodes = qrCodes;
        this.access = access;
        this.records = records;
        this.documents = documents;
        this.secrets = secrets;
        this.passcodes = passcodes;
        this.sealedTexts = sealedTexts;
        this.waiting = waiting;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Saves the requested QR code durably and has it drawn; refused to everybody but the patient.
     */
    Mono<Snapshot<QrCodeState>> request(Caller caller, String patientId, QrCodeRequest request) {
        return access.write(caller, patientId, AccessScope.SHARE, grant -> {
            Checked checked = QrCodeRules.check(request, clock.instant());
            return findings(grant, checked)
                    .collectList()
                    .flatMap(findings -> findings.isEmpty()
                            ? create(patientId, checked)
                            : Mono.error(Problem.invalid(findings.toArray(InvalidMember[]::new))
                                    .asException()));
        });
    }

    /** All errors: of the request itself, and of the records and documents that it names. */
    private Flux<InvalidMember> findings(Grant grant, Checked checked) {
        return Flux.concat(
                Flux.fromIterable(checked.findings()),
                missing("/content/records/", checked.content().records(), id -> records.has(grant, id)),
                missing(
                        "/content/documents/",
                        checked.content().documents(),
                        id -> documents.find(grant, id).hasElement()));
    }

    private static Flux<InvalidMember> missing(
            String pointer, List<String> named, Function<String, Mono<Boolean>> isThere) {
        return Flux.fromStream(IntStream.range(0, named.size()).boxed())
                .flatMapSequential(
                        index -> isThere.apply(named.get(index))
                                .onErrorReturn(CannotBeRead.class, false)
                                .filter(there -> !there)
                                .map(missing -> new InvalidMember(pointer + index, QrCodeRules.NOTHING_TO_SHARE)),
                        LOOKED_UP_AT_ONCE);
    }

    private Mono<Snapshot<QrCodeState>> create(String patientId, Checked checked) {
        String qrCodeId = ids.next();
        QrCodeState state = QrCodeState.requested(patientId, link(qrCodeId, checked), checked.content())
                .waiting(WorkerWait.begin(clock.instant(), waiting));
        return sealedTexts.of(qrCodeId, state).flatMap(text -> {
            NewEvent requested = QrCodeDecisions.requested(qrCodeId, state, text);
            return qrCodes.create(qrCodeId, state, requested);
        });
    }

    private HealthLink link(String qrCodeId, Checked checked) {
        String token = secrets.newToken();
        return new HealthLink(
                token,
                secrets.indexOf(token),
                secrets.newKey(),
                checked.label(),
                checked.expiresAt(),
                checked.passcode() == null ? null : passcodes.digest(qrCodeId, checked.passcode()),
                checked.maxUses());
    }
}

package org.healthpassport.api.sharing.qrcode;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessDecision;
import org.healthpassport.api.aggregate.NewEvent;
import org.healthpassport.api.aggregate.Version;
import org.healthpassport.api.document.content.ShareableDocuments;
import org.healthpassport.api.ids.Ids;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.Problem.InvalidMember;
import org.healthpassport.api.record.ShareableRecords;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.LinkSecrets;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.qrcode.QrCodeRules.Checked;
import org.healthpassport.api.unreadable.CannotBeRead;
import org.healthpassport.api.waiting.Waiting;
import org.healthpassport.api.waiting.WaitingSettings;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accepts requests for QR codes. */
@Component
final class RequestingQrCode {
    private static final int LOOKED_UP_AT_ONCE = 8;

    private final QrCodes qrCodes;
    private final AccessDecision access;
    private final ShareableRecords records;
    private final ShareableDocuments documents;
    private final LinkSecrets secrets;
    private final SealedTexts sealedTexts;
    private final WaitingSettings waiting;
    private final Ids ids;
    private final Clock clock;

    RequestingQrCode(
            QrCodes qrCodes,
            AccessDecision access,
            ShareableRecords records,
            ShareableDocuments documents,
            LinkSecrets secrets,
            SealedTexts sealedTexts,
            WaitingSettings waiting,
            Ids ids,
            Clock clock) {
        this.qrCodes = qrCodes;
        this.access = access;
        this.records = records;
        this.documents = documents;
        this.secrets = secrets;
        this.sealedTexts = sealedTexts;
        this.waiting = waiting;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Saves the requested QR code durably and has it drawn; fails with 404 for everybody but the patient, and with 422.
     */
    Mono<Version<QrCodeState>> request(Caller caller, String patientId, QrCodeRequest request) {
        return access.requireInPerson(caller, patientId).then(Mono.defer(() -> {
            Checked checked = QrCodeRules.check(request, clock.instant());
            return findings(patientId, checked)
                    .collectList()
                    .flatMap(findings -> findings.isEmpty()
                            ? create(patientId, checked)
                            : Mono.error(Problem.invalid(findings.toArray(InvalidMember[]::new))
                                    .asException()));
        }));
    }

    /** All errors: of the request itself, and of the records and documents that it names. */
    private Flux<InvalidMember> findings(String patientId, Checked checked) {
        return Flux.concat(
                Flux.fromIterable(checked.findings()),
                missing("/content/records/", checked.content().records(), id -> records.has(patientId, id)),
                missing(
                        "/content/documents/",
                        checked.content().documents(),
                        id -> documents.find(patientId, id).hasElement()));
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

    private Mono<Version<QrCodeState>> create(String patientId, Checked checked) {
        String qrCodeId = ids.next();
        QrCodeState state = QrCodeState.requested(patientId, link(qrCodeId, checked), checked.content())
                .waiting(Waiting.begin(clock.instant(), waiting));
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
                checked.passcode() == null ? null : secrets.digest(qrCodeId, checked.passcode()),
                checked.maxUses());
    }
}

package org.healthpassport.api.sharing.code;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.access.decision.LinkMaker;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.document.content.DocumentSharing;
import org.healthpassport.api.record.share.RecordSharing;
import org.healthpassport.api.record.share.SharedHead;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.LinkSecrets;
import org.healthpassport.api.sharing.QrCodeDecisions;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.code.QrCodeRules.Shareable;
import org.healthpassport.api.sharing.drawing.SealedTexts;
import org.healthpassport.api.sharing.passcode.Passcodes;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;
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
    private final IdempotentCreations creations;
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
            IdempotentCreations creations,
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
        this.creations = creations;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Saves the requested QR code durably and has it drawn; refused to everybody but the patient and those who may share for
     * them. Gives the one that was requested with the same key, if there is one.
     */
    Mono<Snapshot<QrCodeState>> request(
            Caller caller, String patientId, @Nullable IdempotencyKey key, QrCodeRequest request) {
        return access.write(
                caller,
                patientId,
                AccessScope.SHARE,
                grant -> creations.create(
                        new KeyedRequest(caller.accountId(), "qr-codes of " + patientId, key),
                        ids.next(),
                        new Creation<>(
                                () -> Creation.json(request),
                                qrCodeId -> create(grant, caller, qrCodeId, request),
                                qrCodeId -> qrCodes.find(qrCodeId)
                                        .filter(found ->
                                                found.state().patientId().equals(patientId)),
                                qrCodes::ruleOut)));
    }

    private Mono<Snapshot<QrCodeState>> create(Grant grant, Caller caller, String qrCodeId, QrCodeRequest request) {
        return shareable(grant, request.content())
                .map(shareable -> QrCodeRules.decide(request, shareable, grant.endsAt(), clock.instant())
                        .orThrow())
                .flatMap(order -> create(grant, grant.madeBy(caller), qrCodeId, order));
    }

    private Mono<Shareable> shareable(Grant grant, QrCodeRequest.@Nullable Content content) {
        return content == null
                ? Mono.just(new Shareable(Map.of(), Set.of()))
                : Mono.zip(
                        among(content.records(), id -> records.head(grant, id).map(SharedHead::bytes)),
                        among(content.documents(), id -> documents.find(grant, id)),
                        (sizes, found) -> new Shareable(sizes, found.keySet()));
    }

    /** Those that are there, by their ids. */
    private static <T> Mono<Map<String, T>> among(
            @Nullable List<@Nullable String> sent, Function<String, Mono<T>> find) {
        return Flux.fromIterable(QrCodeRules.wellFormed(sent))
                .flatMap(
                        id -> find.apply(id).onErrorComplete(CannotBeRead.class).map(found -> Map.entry(id, found)),
                        LOOKED_UP_AT_ONCE)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Snapshot<QrCodeState>> create(Grant grant, LinkMaker maker, String qrCodeId, QrCodeOrder order) {
        QrCodeState state = QrCodeState.requested(
                        grant.patientFor(AccessScope.SHARE),
                        order.kind(),
                        link(qrCodeId, order),
                        order.content(),
                        maker.inPerson() ? null : maker)
                .waiting(WorkerWait.begin(clock.instant(), waiting));
        return sealedTexts.of(qrCodeId, state).flatMap(text -> {
            NewEvent requested = QrCodeDecisions.requested(qrCodeId, state, text);
            return qrCodes.create(qrCodeId, state, requested);
        });
    }

    private HealthLink link(String qrCodeId, QrCodeOrder order) {
        String token = secrets.newToken();
        if (order.kind() == QrCodeKind.PATIENT_ID) {
            return HealthLink.toPatient(token, secrets.indexOf(token), order.label(), order.expiresAt());
        }
        return new HealthLink(
                token,
                secrets.indexOf(token),
                secrets.newKey(),
                order.label(),
                order.expiresAt(),
                order.passcode() == null ? null : passcodes.digest(qrCodeId, order.passcode()),
                order.maxUses());
    }
}

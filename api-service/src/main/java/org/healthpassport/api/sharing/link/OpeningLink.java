package org.healthpassport.api.sharing.link;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.api.sharing.file.LinkFile;
import org.healthpassport.api.sharing.file.LinkFiles;
import org.healthpassport.api.sharing.file.LinkRefusal;
import org.healthpassport.api.sharing.limit.LimitRefusal;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.api.sharing.passcode.OpeningDecision;
import org.healthpassport.api.sharing.passcode.Passcodes;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.events.access.DenialReason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Opens links. The files are gathered and encrypted before the use is counted, so that a failure costs no use. Nothing
 * is answered before it is counted, not even that a passcode was right. A link that a representative made opens while that
 * representative may share.
 *
 * <pre>
 *   find by token --its turn--> decide --would open--> gather files --+--> decide again and save --> answer
 *                                  |                                  |
 *                                  +--would not-----------------------+
 * </pre>
 */
final class OpeningLink {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);

    private final QrCodes qrCodes;
    private final Passcodes passcodes;
    private final LinkFiles files;
    private final PatientAccess access;
    private final AccessLog accessLog;
    private final LinkLimits limits;
    private final Clock clock;

    OpeningLink(
            QrCodes qrCodes,
            Passcodes passcodes,
            LinkFiles files,
            PatientAccess access,
            AccessLog accessLog,
            LinkLimits limits,
            Clock clock) {
        this.qrCodes = qrCodes;
        this.passcodes = passcodes;
        this.files = files;
        this.access = access;
        this.accessLog = accessLog;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens the link with that token once.
     *
     * @param source the network address of the client
     * @return its files; fails with a {@link LinkRefusal} if the passcode is wrong or missing or if the link cannot be
     *     opened, and with a {@link LimitRefusal}
     */
    Mono<OpenedLink> open(String token, Recipient recipient, @Nullable String passcode, String source) {
        SlotClaim claim = SlotClaim.ofStranger(source, recipient.name());
        return qrCodes.findByToken(token)
                .doOnNext(found -> limits.opening(found.id()))
                .flatMap(found -> limits.inTurn(found.id(), claim, attempt(found.id(), recipient, passcode, claim)))
                .onErrorResume(QrCodes::isPutBack, alarmed -> Mono.empty())
                .switchIfEmpty(Mono.defer(() -> unknown(recipient, source)))
                .timeout(ANSWERED_WITHIN);
    }

    private Mono<OpenedLink> attempt(String qrCodeId, Recipient recipient, @Nullable String passcode, SlotClaim claim) {
        return Mono.defer(() -> qrCodes.find(qrCodeId)).flatMap(found -> attempt(found, recipient, passcode, claim));
    }

    /** A link whose maker may not share any more is closed, whatever the passcode is. */
    private Mono<OpenedLink> attempt(
            Snapshot<QrCodeState> found, Recipient recipient, @Nullable String passcode, SlotClaim claim) {
        QrCodeState state = found.state();
        if (decide(found, recipient, passcode) instanceof OpeningDecision.Opened) {
            return access.openLink(
                            state.maker(),
                            state.patientId(),
                            grant -> files.all(grant, found, recipient, claim),
                            gathered -> save(found.id(), recipient, passcode, gathered))
                    .onErrorResume(
                            Refused.with(AccessRefusal.NoSuchPatient.class),
                            lost -> refuse(state, recipient, new LinkRefusal.Closed()));
        }
        return access.allowsLink(state.maker(), state.patientId(), AccessScope.SHARE)
                .flatMap(allowed -> allowed
                        ? save(found.id(), recipient, passcode, List.of())
                        : refuse(state, recipient, new LinkRefusal.Closed()));
    }

    private Mono<OpenedLink> save(
            String qrCodeId, Recipient recipient, @Nullable String passcode, List<LinkFile> gathered) {
        AtomicReference<@Nullable OpeningDecision> last = new AtomicReference<>();
        return qrCodes.changeWithRetries(qrCodeId, current -> {
                    OpeningDecision opening = decide(current, recipient, passcode);
                    // Everything that was chosen is deleted, so this counts as no use.
                    OpeningDecision decided = opening instanceof OpeningDecision.Opened && gathered.isEmpty()
                            ? new OpeningDecision.Closed()
                            : opening;
                    last.set(decided);
                    return decided.decision();
                })
                .flatMap(saved -> answer(Objects.requireNonNull(last.get()), saved, recipient, gathered));
    }

    private Mono<OpenedLink> answer(
            OpeningDecision opening, Snapshot<QrCodeState> saved, Recipient recipient, List<LinkFile> gathered) {
        if (opening instanceof OpeningDecision.Opened) {
            return Mono.just(new OpenedLink(saved.state().link(), gathered));
        }
        if (opening instanceof OpeningDecision.WrongPasscode wrong) {
            return Mono.error(new LinkRefusal.WrongPasscode(wrong.state().remainingAttempts()).asException());
        }
        return refuse(saved.state(), recipient, refusal(opening));
    }

    private Mono<OpenedLink> refuse(QrCodeState qrCode, Recipient recipient, LinkRefusal refusal) {
        return accessLog
                .record(new Access.Denial(qrCode.patientId(), DenialReason.INVALID_LINK, recipient.name()))
                .then(Mono.error(refusal::asException));
    }

    private static LinkRefusal refusal(OpeningDecision opening) {
        return opening instanceof OpeningDecision.NoPasscode missing
                ? new LinkRefusal.WrongPasscode(missing.state().remainingAttempts())
                : new LinkRefusal.Closed();
    }

    private OpeningDecision decide(Snapshot<QrCodeState> qrCode, Recipient recipient, @Nullable String passcode) {
        return OpeningDecision.decide(qrCode, passcodes.check(qrCode, passcode), recipient, clock.instant());
    }

    private Mono<OpenedLink> unknown(Recipient recipient, String source) {
        limits.unknown(source);
        return accessLog
                .record(new Access.Denial(null, DenialReason.INVALID_LINK, recipient.name()))
                .then(Mono.error(new LinkRefusal.Closed()::asException));
    }
}

package org.healthpassport.api.sharing.connection;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.KnownCallers;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.Access;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.patient.Patients;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells clinicians who the patient is whose code they scanned. That is a recorded read, which the patient sees. A code
 * that does not count is recorded, too, for its patient if there is one.
 */
@Component
final class Connecting {
    /** Codes have 256 random bits, so this only keeps the access log from being filled. */
    private static final int PER_MINUTE = 30;

    private final QrCodes qrCodes;
    private final Patients patients;
    private final PatientAccess access;
    private final KnownCallers callers;
    private final AccessLog accessLog;
    private final Clock clock;
    private final MinuteThrottle throttle = new MinuteThrottle(PER_MINUTE, Ticker.systemTicker());

    Connecting(
            QrCodes qrCodes,
            Patients patients,
            PatientAccess access,
            KnownCallers callers,
            AccessLog accessLog,
            Clock clock) {
        this.qrCodes = qrCodes;
        this.patients = patients;
        this.access = access;
        this.callers = callers;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /**
     * The patient of a code.
     *
     * @return fails with a {@link ConnectionRefusal}, and with {@link InvalidInput} if there is no code
     */
    Mono<Connection> connect(Caller caller, ConnectionRequest request) {
        return Mono.defer(() -> {
            if (caller.role() != Role.DOCTOR && caller.role() != Role.HOSPITAL) {
                return accessLog.deny(
                        DenialReason.NOT_PERMITTED, new ConnectionRefusal.OnlyForClinicians().asException());
            }
            Optional<Duration> wait = throttle.begin(caller.accountId());
            if (wait.isPresent()) {
                return Mono.error(new ConnectionRefusal.TooManyCodes(wait.get()).asException());
            }
            String token = request.token();
            return token == null
                    ? Mono.error(InvalidInput.at("/code", "must be given").asException())
                    : requireMayTreat(caller).then(Mono.defer(() -> connect(caller, token)));
        });
    }

    /** Before the code is looked at, as the answer would tell if it is valid. */
    private Mono<Void> requireMayTreat(Caller caller) {
        return callers.mayTreat(caller)
                .filter(may -> may)
                .switchIfEmpty(Mono.defer(() -> accessLog.deny(
                        DenialReason.NOT_PERMITTED, new ConnectionRefusal.OnlyForClinicians().asException())))
                .then();
    }

    private Mono<Connection> connect(Caller caller, String token) {
        return qrCodes.findByToken(token)
                .map(Snapshot::state)
                .flatMap(code ->
                        counts(code).flatMap(counts -> counts ? identify(caller, code.patientId()) : refuse(code)))
                .switchIfEmpty(Mono.defer(() -> accessLog.deny(DenialReason.INVALID_LINK, noSuchCode())));
    }

    /** A code that a representative made counts while that representative may share. */
    private Mono<Boolean> counts(QrCodeState code) {
        return code.kind() == QrCodeKind.PATIENT_ID && code.isServed(clock.instant())
                ? access.allowsLink(code.maker(), code.patientId(), AccessScope.SHARE)
                : Mono.just(false);
    }

    private Mono<Connection> identify(Caller caller, String patientId) {
        return access.identify(
                        caller, patientId, grant -> patients.find(grant).map(patient -> Connection.of(patient.state())))
                // It is recorded already.
                .onErrorMap(
                        Refused.with(AccessRefusal.NoSuchPatient.class),
                        refused -> new ConnectionRefusal.OnlyForClinicians().asException());
    }

    private Mono<Connection> refuse(QrCodeState code) {
        return accessLog
                .record(new Access.Denial(code.patientId(), DenialReason.INVALID_LINK))
                .then(Mono.error(noSuchCode()));
    }

    private static Refused noSuchCode() {
        return new ConnectionRefusal.NoSuchCode().asException();
    }
}

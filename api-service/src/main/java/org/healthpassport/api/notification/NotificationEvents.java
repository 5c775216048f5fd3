package org.healthpassport.api.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.api.access.decision.KnownRepresentatives;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.Event;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRefused;
import org.healthpassport.events.consent.ConsentRevoked;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.representative.RepresentativeAdded;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes a notification of an event, and a mail if the event is new. An event that comes again, in whatever order, makes
 * neither a second time; a mail is lost if the process stops before it is sent, the notification is not.
 */
@Component
final class NotificationEvents implements EventHandler {
    /** Far longer than a write takes; after that, the consumer retries. */
    private static final Duration DONE_WITHIN = Duration.ofSeconds(30);
    /** An older event was in Kafka before this service listened, and its owner knows by now. */
    private static final Duration MAILED_WITHIN = Duration.ofHours(1);

    /** The address is nobody's yet, or its owner has left. */
    private static final Set<AccountStatus> NO_MAIL = EnumSet.of(AccountStatus.UNCONFIRMED, AccountStatus.CLOSED);

    private final Accounts accounts;
    private final KnownRepresentatives representatives;
    private final Notifications notifications;
    private final NotificationMail mail;
    private final Outbox outbox;
    private final Clock clock;

    NotificationEvents(
            Accounts accounts,
            KnownRepresentatives representatives,
            Notifications notifications,
            NotificationMail mail,
            Outbox outbox,
            Clock clock) {
        this.accounts = accounts;
        this.representatives = representatives;
        this.notifications = notifications;
        this.mail = mail;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public void handle(Event event) {
        if (event.time().plus(Notifications.KEPT_FOR).isAfter(clock.instant())) {
            tell(event).timeout(DONE_WITHIN).block();
        }
    }

    /** Nobody is told if the account, or the keys of it, are gone. */
    private Mono<Void> tell(Event event) {
        return switch (event.type()) {
            case ACCOUNT_ACTIVATED -> tellOwner(event, NotificationType.ACCOUNT_ACTIVATED);
            case ACCOUNT_SUSPENDED -> tellOwner(event, NotificationType.ACCOUNT_SUSPENDED);
            case PASSWORD_CHANGED -> tellOwner(event, NotificationType.PASSWORD_CHANGED);
            case SECOND_FACTOR_ENROLLED -> tellOwner(event, NotificationType.SECOND_FACTOR_ENROLLED);
            case SECOND_FACTOR_REMOVED -> tellOwner(event, NotificationType.SECOND_FACTOR_REMOVED);
            case CONSENT_REQUESTED ->
                tell(event, ofPatient(event.key()), NotificationType.CONSENT_REQUESTED, event.id(), isRecent(event));
            case CONSENT_GRANTED -> {
                ConsentGranted granted = event.payload(ConsentGranted.class);
                yield tellGrantee(
                        event, NotificationType.CONSENT_GRANTED, granted.getGranteeType(), granted.getGranteeId());
            }
            case CONSENT_REFUSED -> {
                ConsentRefused refused = event.payload(ConsentRefused.class);
                yield tellGrantee(
                        event, NotificationType.CONSENT_REFUSED, refused.getGranteeType(), refused.getGranteeId());
            }
            case CONSENT_REVOKED -> {
                ConsentRevoked revoked = event.payload(ConsentRevoked.class);
                yield tellGrantee(
                        event, NotificationType.CONSENT_REVOKED, revoked.getGranteeType(), revoked.getGranteeId());
            }
            case QR_CODE_OPENED -> tellOfLink(event, event.payload(QrCodeOpened.class));
            case EMERGENCY_ACCESS_TAKEN ->
                tell(event, ofPatient(event.key()), NotificationType.EMERGENCY_ACCESS, event.id(), isRecent(event));
            case REPRESENTATIVE_ADDED -> tellOfRepresentative(event, event.payload(RepresentativeAdded.class));
            default -> Mono.empty();
        };
    }

    private Mono<Void> tellOwner(Event event, NotificationType type) {
        return accounts.find(event.subject())
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .flatMap(owner -> tell(
                        owner,
                        Notification.ofAccount(event.id(), owner.accountId(), type, event.time()),
                        isRecent(event)));
    }

    /** A link that is opened again and again is told once an hour, and mailed once. */
    private Mono<Void> tellOfLink(Event event, QrCodeOpened opened) {
        Instant hour = event.time().truncatedTo(ChronoUnit.HOURS);
        String id = UUID.nameUUIDFromBytes(("link-opened " + opened.getQrCodeId() + ' ' + hour).getBytes(UTF_8))
                .toString();
        return tell(
                event,
                ofPatient(event.key()),
                NotificationType.LINK_OPENED,
                id,
                opened.getUses() == 1 && isRecent(event));
    }

    private Mono<Void> tellGrantee(Event event, NotificationType type, GranteeType kind, String granteeId) {
        Mono<AccountState> grantee =
                kind == GranteeType.HOSPITAL ? accounts.findHospital(granteeId) : accounts.find(granteeId);
        return tell(event, grantee, type, event.id(), isRecent(event));
    }

    private Mono<AccountState> ofPatient(String patientId) {
        return accounts.lists()
                .ofPatient(patientId)
                .next()
                .flatMap(found -> Mono.justOrEmpty(found.aggregate().ifReadable()))
                .map(Snapshot::state);
    }

    /** Tells somebody about a patient, whose id is the key of such an event. */
    private Mono<Void> tell(
            Event event, Mono<AccountState> recipient, NotificationType type, String id, boolean byMailAsWell) {
        return recipient
                .onErrorResume(CannotBeRead.class, alarmed -> Mono.empty())
                .flatMap(owner -> tell(
                        owner,
                        new Notification(
                                id, owner.accountId(), type, event.time(), event.key(), event.subject(), false),
                        byMailAsWell));
    }

    /** The patient is told, if there is a login, and everybody else who acts for the patient. */
    private Mono<Void> tellOfRepresentative(Event event, RepresentativeAdded added) {
        String patientId = added.getPatientId();
        Flux<AccountState> patient = accounts.lists()
                .ofPatient(patientId)
                .flatMap(found -> Mono.justOrEmpty(found.aggregate().ifReadable()))
                .map(found -> found.state());
        Flux<AccountState> others = representatives
                .accountsActingFor(patientId)
                .onErrorResume(CannotBeRead.class, alarmed -> Flux.empty())
                .filter(accountId -> !accountId.equals(added.getAccountId()))
                .concatMap(accountId ->
                        accounts.find(accountId).onErrorResume(CannotBeRead.class, alarmed -> Mono.empty()));
        return patient.concatWith(others)
                .concatMap(owner -> tell(
                        owner,
                        new Notification(
                                UUID.nameUUIDFromBytes((event.id() + ' ' + owner.accountId()).getBytes(UTF_8))
                                        .toString(),
                                owner.accountId(),
                                NotificationType.REPRESENTATIVE_ADDED,
                                event.time(),
                                patientId,
                                added.getRepresentativeId(),
                                false),
                        isRecent(event)))
                .then();
    }

    private Mono<Void> tell(AccountState owner, Notification notification, boolean byMailAsWell) {
        return notifications
                .add(notification)
                .filter(added -> added && byMailAsWell && !NO_MAIL.contains(owner.status()))
                .doOnNext(added -> mail.of(notification.type(), new EmailAddress(owner.email()))
                        .ifPresent(outbox::send))
                .then();
    }

    private boolean isRecent(Event event) {
        return event.time().plus(MAILED_WITHIN).isAfter(clock.instant());
    }
}

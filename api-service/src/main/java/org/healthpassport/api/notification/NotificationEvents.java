package org.healthpassport.api.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.healthpassport.aggregates.stamp.Correlation;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.notification.news.HospitalNews;
import org.healthpassport.api.notification.news.HospitalNews.News;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.account.AccountActivated;
import org.healthpassport.events.account.AccountSuspended;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.consent.ConsentGranted;
import org.healthpassport.events.consent.ConsentRefused;
import org.healthpassport.events.consent.ConsentRevoked;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.qrcode.QrCodeOpened;
import org.healthpassport.events.representative.PassportTakenOver;
import org.healthpassport.events.representative.RepresentativeAdded;
import org.healthpassport.events.representative.RepresentativeEnded;
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

    private final Recipients recipients;
    private final ConsentUses uses;
    private final HospitalNews news;
    private final Notifications notifications;
    private final NotificationMail mail;
    private final Outbox outbox;
    private final Clock clock;

    NotificationEvents(
            Recipients recipients,
            ConsentUses uses,
            HospitalNews news,
            Notifications notifications,
            NotificationMail mail,
            Outbox outbox,
            Clock clock) {
        this.recipients = recipients;
        this.uses = uses;
        this.news = news;
        this.notifications = notifications;
        this.mail = mail;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public void handle(Event event) {
        if (event.time().plus(Notifications.KEPT_FOR).isAfter(clock.instant())) {
            tell(event)
                    .timeout(DONE_WITHIN)
                    .contextWrite(Correlation.causedBy(event)::into)
                    .block();
        }
    }

    /** Nobody is told if the account, or the keys of it, are gone. */
    private Mono<Void> tell(Event event) {
        return switch (event.type()) {
            case ACCOUNT_ACTIVATED ->
                tellOwner(event, NotificationType.ACCOUNT_ACTIVATED)
                        .then(Mono.defer(() -> beginNews(
                                event, event.payload(AccountActivated.class).getRole())));
            case ACCOUNT_SUSPENDED ->
                tellOwner(event, NotificationType.ACCOUNT_SUSPENDED)
                        .then(Mono.defer(() -> beginNews(
                                event, event.payload(AccountSuspended.class).getRole())));
            case PASSWORD_CHANGED -> tellOwner(event, NotificationType.PASSWORD_CHANGED);
            case SECOND_FACTOR_ENROLLED -> tellOwner(event, NotificationType.SECOND_FACTOR_ENROLLED);
            case SECOND_FACTOR_REMOVED -> tellOwner(event, NotificationType.SECOND_FACTOR_REMOVED);
            case CONSENT_REQUESTED -> tellOfPatient(event, NotificationType.CONSENT_REQUESTED);
            case CONSENT_GRANTED -> tellOfConsent(event, event.payload(ConsentGranted.class));
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
            case EMERGENCY_ACCESS_TAKEN -> tellOfPatient(event, NotificationType.EMERGENCY_ACCESS);
            case REPRESENTATIVE_ADDED -> {
                RepresentativeAdded added = event.payload(RepresentativeAdded.class);
                yield tellOfRepresentative(
                        event, NotificationType.REPRESENTATIVE_ADDED, added.getRepresentativeId(), Flux.empty());
            }
            case REPRESENTATIVE_ENDED -> tellOfEnd(event, event.payload(RepresentativeEnded.class));
            case PASSPORT_TAKEN_OVER -> {
                PassportTakenOver taken = event.payload(PassportTakenOver.class);
                yield tellOfRepresentative(
                        event, NotificationType.PASSPORT_TAKEN_OVER, taken.getRepresentativeId(), Flux.empty());
            }
            case DATA_READ, RECORD_CREATED, RECORD_AMENDED, RECORD_DELETED, DOCUMENT_RECEIVED, DOCUMENT_DELETED ->
                tellOfUse(event);
            default -> Mono.empty();
        };
    }

    private Mono<Void> tellOwner(Event event, NotificationType type) {
        return recipients
                .account(event.subject())
                .concatMap(owner -> tell(
                        owner,
                        Notification.ofAccount(event.id(), owner.accountId(), type, event.time()),
                        isRecent(event)))
                .then();
    }

    /** The patients who gave consent to a hospital are told what it did with a doctor; not what an administrator did. */
    private Mono<Void> beginNews(Event event, String role) {
        AuditStamp stamp = event.stamp();
        return stamp == null || !role.equals(Role.DOCTOR.name())
                ? Mono.empty()
                : recipients
                        .account(stamp.getActor())
                        .filter(actor -> actor.role() == Role.HOSPITAL)
                        .mapNotNull(AccountState::hospitalId)
                        .concatMap(hospitalId -> news.begin(new News(
                                event.id(), event.type(), hospitalId, event.subject(), event.time(), isRecent(event))))
                        .then();
    }

    /** Tells the news of hospitals that are left. */
    Mono<Void> tellNews() {
        return news.tell(this::tellNews);
    }

    private Mono<Void> tellNews(News told, String patientId) {
        NotificationType type = told.type() == EventType.ACCOUNT_ACTIVATED
                ? NotificationType.DOCTOR_ACTIVATED
                : NotificationType.DOCTOR_SUSPENDED;
        return recipients
                .patientOrActing(patientId, AccessScope.CONSENT, told.time())
                .concatMap(recipient -> tell(
                        recipient,
                        new Notification(
                                idFor(recipient, told.eventId() + ' ' + patientId),
                                recipient.accountId(),
                                type,
                                told.time(),
                                patientId,
                                told.doctorId(),
                                false),
                        told.byMail()))
                .then();
    }

    /** The patient is told, and those who decide about the patient's consents. */
    private Mono<Void> tellOfPatient(Event event, NotificationType type) {
        return tell(
                event,
                recipients.patientAndActing(event.key(), AccessScope.CONSENT, event.time()),
                type,
                event.subject(),
                ownIdOr(event, event.id()),
                isRecent(event));
    }

    /** A link that is opened again and again is told once an hour, and mailed once. */
    private Mono<Void> tellOfLink(Event event, QrCodeOpened opened) {
        Instant hour = event.time().truncatedTo(ChronoUnit.HOURS);
        return tell(
                event,
                recipients.patientOrActing(event.key(), AccessScope.SHARE, event.time()),
                NotificationType.LINK_OPENED,
                event.subject(),
                ownIdOr(event, named("link-opened " + opened.getQrCodeId() + ' ' + hour)),
                opened.getUses() == 1 && isRecent(event));
    }

    private Mono<Void> tellGrantee(Event event, NotificationType type, GranteeType kind, String granteeId) {
        return tell(
                event,
                recipients.grantee(kind, granteeId),
                type,
                event.subject(),
                grantee -> event.id(),
                isRecent(event));
    }

    /** The grantee is told; and the patient, unless it was the patient who gave the consent. */
    private Mono<Void> tellOfConsent(Event event, ConsentGranted granted) {
        Mono<Void> others = tell(
                event,
                recipients.patientOrActing(event.key(), AccessScope.CONSENT, event.time()),
                NotificationType.CONSENT_GRANTED_ON_BEHALF,
                event.subject(),
                recipient -> idFor(recipient, event.id()),
                isRecent(event));
        return tellGrantee(event, NotificationType.CONSENT_GRANTED, granted.getGranteeType(), granted.getGranteeId())
                .then(others);
    }

    /** The mark comes last: if the process stops before it, the same notification is made again, which makes none. */
    private Mono<Void> tellOfUse(Event event) {
        return uses.untold(event)
                .flatMap(consentId -> tell(
                                event,
                                recipients.patientOrActing(event.key(), AccessScope.CONSENT, event.time()),
                                NotificationType.CONSENT_USED,
                                consentId,
                                ownIdOr(event, named("consent-used " + consentId)),
                                isRecent(event))
                        .then(Mono.defer(() -> uses.mark(consentId))));
    }

    /** An invitation that was withdrawn gave no right. */
    private Mono<Void> tellOfEnd(Event event, RepresentativeEnded ended) {
        return ended.getAccountId().isEmpty()
                ? Mono.empty()
                : tellOfRepresentative(
                        event,
                        NotificationType.REPRESENTATIVE_ENDED,
                        ended.getRepresentativeId(),
                        recipients.account(ended.getAccountId()));
    }

    private Mono<Void> tellOfRepresentative(
            Event event, NotificationType type, String representativeId, Flux<AccountState> concerned) {
        return tell(
                event,
                recipients
                        .patientAndActing(event.key(), AccessScope.CONSENT, event.time())
                        .concatWith(concerned)
                        .distinct(AccountState::accountId),
                type,
                representativeId,
                recipient -> idFor(recipient, event.id()),
                isRecent(event));
    }

    /** Tells about a patient, whose id is the key of such an event; nobody is told of what they did themselves. */
    private Mono<Void> tell(
            Event event,
            Flux<AccountState> told,
            NotificationType type,
            String subjectId,
            Function<AccountState, String> id,
            boolean byMailAsWell) {
        AuditStamp stamp = event.stamp();
        String actor = stamp == null ? "" : stamp.getActor();
        return told.filter(recipient -> !recipient.accountId().equals(actor))
                .concatMap(recipient -> tell(
                        recipient,
                        new Notification(
                                id.apply(recipient),
                                recipient.accountId(),
                                type,
                                event.time(),
                                event.key(),
                                subjectId,
                                false),
                        byMailAsWell))
                .then();
    }

    private Mono<Void> tell(AccountState recipient, Notification notification, boolean byMailAsWell) {
        return notifications
                .add(notification)
                .filter(added -> added && byMailAsWell && !NO_MAIL.contains(recipient.status()))
                .doOnNext(added -> mail.of(notification.type(), new EmailAddress(recipient.email()))
                        .ifPresent(outbox::send))
                .then();
    }

    /** The patient's own notification has that id, and those of others an id for each account. */
    private static Function<AccountState, String> ownIdOr(Event event, String id) {
        return recipient -> event.key().equals(recipient.patientId()) ? id : idFor(recipient, id);
    }

    private static String idFor(AccountState recipient, String id) {
        return named(id + ' ' + recipient.accountId());
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }

    private boolean isRecent(Event event) {
        return event.time().plus(MAILED_WITHIN).isAfter(clock.instant());
    }
}

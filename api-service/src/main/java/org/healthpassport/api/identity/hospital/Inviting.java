package org.healthpassport.api.identity.hospital;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.NEW_PASSWORD;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.idempotency.Creation;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.idempotency.IdempotentCreations;
import org.healthpassport.aggregates.idempotency.KeyedRequest;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.NewToken;
import org.healthpassport.api.identity.mail.Outbox;
import org.healthpassport.api.identity.member.MemberRules;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.edge.limit.OneAtATime;
import org.healthpassport.edge.text.EmailAddress;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes accounts for further administrators of a hospital. Nobody knows the password of such an account: its owner chooses
 * one with a token, as if it had been forgotten.
 */
@Component
class Inviting {
    /** Nobody needs so many. Several instances can exceed it, see {@link OneAtATime}. */
    private static final int MOST = 100;

    private static final Duration TOKEN_VALIDITY = Duration.ofDays(7);

    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final IdempotentCreations creations;
    private final SharedSecret<KeyedDigest> invitationKey;
    private final Outbox outbox;
    private final InvitationMail mail;
    private final AccessLog accessLog;
    private final Ids ids;
    private final Clock clock;
    /** By hospital. */
    private final OneAtATime turns = new OneAtATime("invitations of administrators of this hospital");

    Inviting(
            Accounts accounts,
            PasswordHashing passwords,
            IdempotentCreations creations,
            SharedSecret<KeyedDigest> invitationKey,
            Outbox outbox,
            InvitationMail mail,
            AccessLog accessLog,
            Ids ids,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.creations = creations;
        this.invitationKey = invitationKey;
        this.outbox = outbox;
        this.mail = mail;
        this.accessLog = accessLog;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the tokens of invitations. */
    @Bean
    static SharedSecret<KeyedDigest> invitationKey() {
        return SharedSecret.digestKey("invitation-key");
    }

    /**
     * Gives the new account, or the one that was made with the same key.
     *
     * @return fails with an {@link InvitationRefusal}, and with {@link InvalidInput} if a member is missing or invalid
     */
    Mono<Invitation> invite(Caller caller, String hospitalId, @Nullable IdempotencyKey key, InvitationRequest request) {
        return accounts.requireActingFor(caller, hospitalId, new InvitationRefusal.OnlyForThatHospital())
                .onErrorResume(
                        Refused.with(InvitationRefusal.OnlyForThatHospital.class),
                        refused -> accessLog.deny(DenialReason.NOT_PERMITTED, refused))
                .then(Mono.fromCallable(() -> check(request).orThrow()))
                .flatMap(invited -> creations.create(
                        new KeyedRequest(caller.accountId(), "administrators of " + hospitalId, key),
                        ids.next(),
                        new Creation<>(
                                () -> Creation.json(request),
                                accountId -> create(accountId, caller, hospitalId, invited),
                                accountId -> accounts.find(accountId).map(account -> answer(accountId, hospitalId)),
                                accounts::ruleOut)));
    }

    private static Ruling<Invited> check(InvitationRequest request) {
        MemberRules members = new MemberRules();
        Optional<EmailAddress> email = members.email(request.email());
        String name = members.fullName(request.name());
        return members.ruling(() -> new Invited(email.orElseThrow(), name));
    }

    private Mono<Invitation> create(String accountId, Caller caller, String hospitalId, Invited invited) {
        Refusal taken = new InvitationRefusal.EmailTaken();
        return accounts.byEmail()
                .credentials(invited.email(), passwords.hashOfUnknownPassword(), taken)
                .map(credentials -> AccountState.ofFurtherAdministrator(
                                accountId, credentials, hospitalId, invited.name(), caller.accountId())
                        .withReset(token(accountId).digest(), now().plus(TOKEN_VALIDITY), now()))
                .flatMap(account -> turns.on(
                        hospitalId,
                        requireFewAdministrators(hospitalId)
                                .then(Mono.defer(() -> accounts.createAlone(account, taken)))))
                .then(Mono.defer(() -> send(accountId, hospitalId, invited.email())))
                .thenReturn(answer(accountId, hospitalId));
    }

    private Mono<Void> requireFewAdministrators(String hospitalId) {
        return accounts.lists()
                .furtherAdministrators(hospitalId)
                .count()
                .filter(count -> count < MOST)
                .switchIfEmpty(Mono.error(new InvitationRefusal.TooMany(MOST)::asException))
                .then();
    }

    private Mono<Void> send(String accountId, String hospitalId, EmailAddress invited) {
        return accounts.findHospital(hospitalId)
                .mapNotNull(AccountState::name)
                .defaultIfEmpty("A hospital")
                .doOnNext(name ->
                        outbox.send(mail.to(invited, name, token(accountId).text())))
                .then();
    }

    private Invitation answer(String accountId, String hospitalId) {
        return new Invitation(
                accountId,
                Role.HOSPITAL,
                AccountStatus.ACTIVE,
                hospitalId,
                outbox.isOpen() ? null : token(accountId).text());
    }

    /** Always the same for an account, so that the first answer can be given again; nothing of it is stored. */
    private NewToken token(String accountId) {
        return NewToken.of(NEW_PASSWORD, accountId, invitationKey.get().of(AssociatedData.of("invitation", accountId)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The members of an invitation, all valid. */
    private record Invited(EmailAddress email, String name) {

        @Override
        public String toString() {
            return "Invited[...]";
        }
    }
}

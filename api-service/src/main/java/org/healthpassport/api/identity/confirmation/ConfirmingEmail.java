package org.healthpassport.api.identity.confirmation;

import static org.healthpassport.api.identity.mail.MailedToken.Purpose.CONFIRM_EMAIL;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.mail.MailedToken;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.events.access.DenialReason;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives accounts the addresses whose readers show the tokens that were mailed there. */
@Component
class ConfirmingEmail {
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final AccessLog accessLog;
    private final Clock clock;

    ConfirmingEmail(Accounts accounts, PasswordHashing passwords, AccessLog accessLog, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.accessLog = accessLog;
        this.clock = clock;
    }

    /** Uses a token; fails with {@link EmailRefusal.NoValidToken}, recorded. */
    Mono<Void> confirm(String text) {
        return Mono.justOrEmpty(MailedToken.of(CONFIRM_EMAIL, text))
                .flatMap(token -> accounts.find(token.accountId()).flatMap(account -> confirm(account, token.digest())))
                // Another account got the address first.
                .onErrorMap(DuplicateKeyException.class, taken -> new EmailRefusal.NoValidToken().asException())
                .switchIfEmpty(Mono.error(new EmailRefusal.NoValidToken()::asException))
                .onErrorResume(
                        Refused.with(EmailRefusal.NoValidToken.class),
                        refused -> accessLog.deny(DenialReason.INVALID_TOKEN, refused))
                .then();
    }

    private Mono<AccountState> confirm(AccountState account, String digest) {
        String accountId = account.accountId();
        Mono<AccountState> change = EmailDecisions.formerEmail(account, digest, now())
                        .isPresent()
                // Whoever changed the email may know the password, or have set it.
                ? passwords
                        .hashOfUnknownPassword()
                        .flatMap(hash -> accounts.change(
                                accountId, current -> EmailDecisions.takeBack(current.state(), digest, hash, now())))
                : accounts.byEmail()
                        .requireFree(account, new EmailRefusal.NoValidToken())
                        .then(Mono.defer(() -> accounts.change(
                                accountId, current -> EmailDecisions.confirm(current.state(), digest, now()))));
        return change.contextWrite(account.caller().actor()::into);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

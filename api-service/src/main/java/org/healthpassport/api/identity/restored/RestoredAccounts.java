package org.healthpassport.api.identity.restored;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Restoration.Lost;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.AccountStatus;
import org.healthpassport.api.identity.account.Suspension;
import org.healthpassport.events.account.DoctorMoved;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The rules for an account when the store was restored from a backup. Its sessions have ended in any case, as those of then are
 * lost or may have been ended since.
 */
@Configuration(proxyBeanMethods = false)
class RestoredAccounts {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HASH_BYTES = 32;

    @Bean
    static Restoration<AccountState> accountRestoration() {
        return new Restoration<>(RestoredAccounts::after, RestoredAccounts::uncertain);
    }

    private static AccountState after(AccountState restored, Lost lost) {
        AccountState account = restored.withTokensRevoked(lost.now());
        for (LostEvent event : lost.events()) {
            account = after(account, event, lost.now());
        }
        return account;
    }

    private static AccountState after(AccountState account, LostEvent event, Instant now) {
        return switch (event.type()) {
            case ACCOUNT_SUSPENDED ->
                // Whoever did it; an administrator can lift it. A closed or suspended one stays as it is.
                account.maySignIn() ? account.suspended(new Suspension(null, account.status())) : account;
            case ACCOUNT_CLOSED -> account.status() == AccountStatus.CLOSED ? account : account.closed();
            case PASSWORD_CHANGED -> account.withPassword(ofNobody(account.passwordHash()), now);
            case DOCTOR_MOVED ->
                event.payload(DoctorMoved.class)
                        .map(moved -> account.movedTo(moved.getToHospitalId()))
                        // The audit log does not say where to.
                        .orElse(account);
            default -> account;
        };
    }

    private static Decision<AccountState> uncertain(Snapshot<AccountState> account, Instant now) {
        return Decision.accept(account.state().withTokensRevoked(now));
    }

    /** The hash of no password that anybody could find: the new one is lost, and the old one may have been stolen. */
    private static String ofNobody(String passwordHash) {
        byte[] random = new byte[HASH_BYTES];
        RANDOM.nextBytes(random);
        return passwordHash.substring(0, passwordHash.lastIndexOf('$') + 1)
                + Base64.getEncoder().withoutPadding().encodeToString(random);
    }
}

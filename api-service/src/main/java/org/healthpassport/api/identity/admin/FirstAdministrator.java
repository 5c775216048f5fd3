package org.healthpassport.api.identity.admin;

import java.util.Optional;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.preparation.PreparationStep;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Credentials;
import org.healthpassport.api.identity.password.PasswordHashing;
import org.healthpassport.edge.text.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Creates the administrator named in the settings if there is no account with that email. Without a configured
 * password, one is generated into a file before the account is created, and the file is deleted after the first login.
 * Any number of instances may do so at once: the insert of the account decides whose password counts.
 */
@Component
public final class FirstAdministrator implements PreparationStep {
    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    private final AdministratorSettings settings;
    private final Accounts accounts;
    private final PasswordHashing passwords;
    private final Ids ids;

    FirstAdministrator(AdministratorSettings settings, Accounts accounts, PasswordHashing passwords, Ids ids) {
        this.settings = settings;
        this.accounts = accounts;
        this.passwords = passwords;
        this.ids = ids;
    }

    @Override
    public Stage stage() {
        return Stage.DATA;
    }

    @Override
    public Mono<Void> prepare() {
        return Mono.justOrEmpty(configuredEmail()).flatMap(email -> {
            String emailIndex = accounts.byEmail().indexOf(email);
            return accounts.byEmail()
                    .exists(emailIndex)
                    .flatMap(exists -> exists ? warnUnlessAdministrator(emailIndex) : create(email));
        });
    }

    /** Deletes the password file if the account that logged in is this administrator's. Blocks. */
    public void loggedIn(AccountState account) {
        boolean isFirst = configuredEmail()
                .map(EmailAddress::value)
                .filter(account.email()::equals)
                .isPresent();
        if (isFirst) {
            generatedPassword().ifPresent(AdministratorPasswordFile::delete);
        }
    }

    private Mono<Void> warnUnlessAdministrator(String emailIndex) {
        return accounts.byEmail()
                .find(emailIndex)
                .filter(account -> account.role() != Role.ADMIN)
                .doOnNext(account -> log.warn(
                        "Expected account {} with the email in healthpassport.admin.email to be an administrator's, but it is not; no administrator was created",
                        account.accountId()))
                .then();
    }

    private Mono<Void> create(EmailAddress email) {
        return passwords.onOwnThreads(this::password).flatMap(password -> create(email, password));
    }

    private Mono<Void> create(EmailAddress email, String password) {
        String emailIndex = accounts.byEmail().indexOf(email);
        String accountId = ids.next();
        return passwords
                .hash(password)
                .map(hash ->
                        AccountState.ofStaff(accountId, Role.ADMIN, new Credentials(email, emailIndex, hash), null))
                .flatMap(accounts::create)
                .doOnNext(created -> tell())
                .then()
                .onErrorResume(
                        DuplicateKeyException.class,
                        lost -> accounts.discardKeys(accountId).then(deleteUnlessItOpens(emailIndex, password)));
    }

    /** Another instance created the account. If it uses another folder, the password in ours is useless. */
    private Mono<Void> deleteUnlessItOpens(String emailIndex, String password) {
        return accounts.byEmail()
                .find(emailIndex)
                .flatMap(winner -> passwords.verify(password, Optional.of(winner.passwordHash())))
                .filter(opens -> !opens)
                .flatMap(useless -> passwords.onOwnThreads(() -> {
                    generatedPassword().ifPresent(AdministratorPasswordFile::delete);
                    return useless;
                }))
                .then();
    }

    private Optional<EmailAddress> configuredEmail() {
        return Optional.ofNullable(settings.email()).flatMap(EmailAddress::parse);
    }

    private String password() {
        String configured = settings.password();
        return configured != null
                ? configured
                : generatedPassword().orElseThrow().readOrCreate();
    }

    private Optional<AdministratorPasswordFile> generatedPassword() {
        return settings.password() == null
                ? Optional.ofNullable(settings.passwordFile()).map(AdministratorPasswordFile::new)
                : Optional.empty();
    }

    private void tell() {
        generatedPassword()
                .ifPresentOrElse(
                        file -> log.info(
                                "Created the first administrator; the password is in {} until the first login",
                                file.path()),
                        () -> log.info("Created the first administrator with the configured password"));
    }
}

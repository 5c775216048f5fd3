package org.healthpassport.api.identity.session;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Accounts;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The sessions of all accounts. Each is a part of its account, so one write decides about it and revokes its tokens. */
@Component
public final class Sessions {
    private final Accounts accounts;
    private final RefreshTokens refreshTokens;
    private final AccessLog accessLog;
    private final Ids ids;
    private final Clock clock;

    Sessions(Accounts accounts, SharedSecret<KeyedDigest> refreshTokenKey, AccessLog accessLog, Ids ids, Clock clock) {
        this.accounts = accounts;
        this.refreshTokens = new RefreshTokens(refreshTokenKey);
        this.accessLog = accessLog;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Starts a session.
     *
     * @param verified the account as it was when its password was found to be right
     * @param before decided on first and saved by the same commit, such as the use of a code that counts once
     * @return fails with {@link SessionRefusal.AccountChanged}, and as {@code before} refuses
     */
    public Mono<OpenSession> start(AccountState verified, Function<AccountState, Decision<AccountState>> before) {
        String sessionId = ids.next();
        return accounts.change(
                        verified.accountId(),
                        account -> before.apply(account.state())
                                .then(
                                        account.state(),
                                        state -> SessionDecisions.start(state, verified, sessionId, now())))
                .flatMap(account ->
                        Mono.justOrEmpty(account.session(sessionId)).map(session -> opened(account, session)))
                .switchIfEmpty(Mono.error(new SessionRefusal.AccountChanged()::asException))
                .contextWrite(verified.caller().actor()::into);
    }

    /** Goes on with the session of a refresh token; fails with {@link SessionRefusal.NoValidRefreshToken}, recorded. */
    public Mono<OpenSession> refresh(String refreshToken) {
        return Mono.justOrEmpty(refreshTokens.open(refreshToken))
                .flatMap(token -> accounts.find(token.accountId()).flatMap(account -> refresh(account, token)))
                .switchIfEmpty(Mono.defer(this::denyRefresh));
    }

    private Mono<OpenSession> refresh(AccountState asRead, RefreshToken token) {
        return accounts.change(token.accountId(), account -> SessionDecisions.refresh(account.state(), token, now()))
                .flatMap(account ->
                        Mono.justOrEmpty(account.session(token.sessionId())).map(session -> opened(account, session)))
                .onErrorResume(Refused.with(SessionRefusal.NoValidRefreshToken.class), refused -> Mono.empty())
                // Also if its reuse just ended the session.
                .switchIfEmpty(Mono.defer(this::denyRefresh))
                .contextWrite(asRead.caller().actor()::into);
    }

    /** Ends the session of the request. */
    Mono<Void> logOut(Caller caller, String sessionId) {
        return accounts.change(
                        caller.accountId(), account -> SessionDecisions.logOut(account.state(), sessionId, now()))
                .then();
    }

    /** Ends a session of the caller; fails with {@link SessionRefusal.NoSuchSession}, recorded. */
    Mono<Void> end(Caller caller, String sessionId) {
        return accounts.change(caller.accountId(), account -> SessionDecisions.end(account.state(), sessionId, now()))
                .onErrorResume(
                        Refused.with(SessionRefusal.NoSuchSession.class),
                        refused -> accessLog.deny(DenialReason.NOT_PERMITTED, refused))
                .then();
    }

    /** Ends all sessions of the caller. */
    Mono<Void> endAll(Caller caller) {
        return accounts.change(caller.accountId(), account -> SessionDecisions.endAll(account.state(), now()))
                .then();
    }

    /** The open sessions of the caller. */
    Mono<List<Session>> of(Caller caller) {
        return accounts.find(caller.accountId()).map(account -> SessionDecisions.open(account, now()));
    }

    private OpenSession opened(AccountState account, Session session) {
        return new OpenSession(
                account,
                session,
                refreshTokens.text(new RefreshToken(account.accountId(), session.id(), session.generation())));
    }

    private <T> Mono<T> denyRefresh() {
        return accessLog.deny(DenialReason.INVALID_TOKEN, new SessionRefusal.NoValidRefreshToken().asException());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

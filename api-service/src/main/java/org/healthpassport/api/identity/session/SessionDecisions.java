package org.healthpassport.api.identity.session;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.events.EventType;
import org.healthpassport.events.session.SessionEnd;
import org.healthpassport.events.session.SessionEnded;
import org.healthpassport.events.session.SessionRefreshed;
import org.healthpassport.events.session.SessionStarted;

/** Decides how sessions begin, go on and end, by the account and the time alone. */
final class SessionDecisions {
    /** More than a person has devices; all of them are in the account, which every login writes. */
    static final int OPEN_AT_MOST = 20;

    private SessionDecisions() {}

    /**
     * A login. If the account has too many sessions, those end that were not used for the longest time.
     *
     * @param verified the account as it was when its password was found to be right
     */
    static Decision<AccountState> start(AccountState account, AccountState verified, String sessionId, Instant now) {
        if (!account.passwordHash().equals(verified.passwordHash()) || account.status() != verified.status()) {
            return Decision.refuse(new SessionRefusal.AccountChanged());
        }
        List<NewEvent> events = new ArrayList<>();
        AccountState next = account;
        List<Session> longestUnusedFirst = open(account, now).stream()
                .sorted(comparing(Session::lastUsedAt))
                .toList();
        for (Session session :
                longestUnusedFirst.subList(0, Math.max(0, longestUnusedFirst.size() - (OPEN_AT_MOST - 1)))) {
            next = next.withSessionEnded(session.id(), now);
            events.add(ended(account, session.id(), SessionEnd.TOO_MANY_SESSIONS));
        }
        next = next.withSession(Session.started(sessionId, account.role(), now), now);
        events.add(new NewEvent(EventType.SESSION_STARTED, new SessionStarted(account.accountId(), sessionId)));
        return Decision.accept(next, events.toArray(NewEvent[]::new));
    }

    /**
     * The use of a refresh token. The newest one is replaced. The one before it changes nothing for a moment, as its
     * answer may have been lost. Any older one was copied, by the client or by a thief: nobody can tell, so the session
     * ends.
     */
    static Decision<AccountState> refresh(AccountState account, RefreshToken token, Instant now) {
        Optional<Session> found = account.maySignIn()
                ? account.session(token.sessionId()).filter(session -> !session.isOver(now))
                : Optional.empty();
        if (found.isEmpty() || token.generation() > found.get().generation()) {
            return Decision.refuse(new SessionRefusal.NoValidRefreshToken());
        }
        Session session = found.get();
        if (session.isRepeatedBy(token.generation(), now)) {
            return Decision.unchanged();
        }
        if (token.generation() < session.generation()) {
            return end(account, session.id(), SessionEnd.REFRESH_TOKEN_REUSED, now);
        }
        Session refreshed = session.refreshed(now);
        return Decision.accept(
                account.withSession(refreshed, now),
                new NewEvent(
                        EventType.SESSION_REFRESHED,
                        new SessionRefreshed(account.accountId(), session.id(), refreshed.generation())));
    }

    /** The caller ends one of its sessions. */
    static Decision<AccountState> end(AccountState account, String sessionId, Instant now) {
        return account.session(sessionId)
                        .filter(session -> !session.isOver(now))
                        .isPresent()
                ? end(account, sessionId, SessionEnd.SIGNED_OUT, now)
                : Decision.refuse(new SessionRefusal.NoSuchSession());
    }

    /** The caller ends the session of the request, which may have ended meanwhile. */
    static Decision<AccountState> logOut(AccountState account, String sessionId, Instant now) {
        return account.endedSessions().containsKey(sessionId)
                ? Decision.unchanged()
                : end(account, sessionId, SessionEnd.SIGNED_OUT, now);
    }

    /** The caller ends all sessions. */
    static Decision<AccountState> endAll(AccountState account, Instant now) {
        return Decision.accept(
                account.withTokensRevoked(now),
                open(account, now).stream()
                        .map(session -> ended(account, session.id(), SessionEnd.SIGNED_OUT))
                        .toArray(NewEvent[]::new));
    }

    /** The open sessions of an account. */
    static List<Session> open(AccountState account, Instant now) {
        return account.sessions().stream()
                .filter(session -> !session.isOver(now))
                .toList();
    }

    private static Decision<AccountState> end(AccountState account, String sessionId, SessionEnd reason, Instant now) {
        return Decision.accept(account.withSessionEnded(sessionId, now), ended(account, sessionId, reason));
    }

    private static NewEvent ended(AccountState account, String sessionId, SessionEnd reason) {
        return new NewEvent(EventType.SESSION_ENDED, new SessionEnded(account.accountId(), sessionId, reason));
    }
}

package org.healthpassport.api.identity.session;

import org.healthpassport.api.identity.account.AccountState;
import org.healthpassport.api.identity.account.Session;

/**
 * A session that began or went on just now.
 *
 * @param refreshToken the one that counts from now on
 */
public record OpenSession(AccountState account, Session session, String refreshToken) {

    /** Without the token, as records can end up in logs. */
    @Override
    public String toString() {
        return "OpenSession[" + session.id() + ']';
    }
}

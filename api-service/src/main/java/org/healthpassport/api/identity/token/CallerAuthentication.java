package org.healthpassport.api.identity.token;

import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.access.LiveToken;
import org.healthpassport.vault.standing.AccountStanding;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A {@link Caller} whose token was checked, in the form that Spring Security uses. An active account has its role; every
 * other account has its status in place of a role, and is denied everything that needs one.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient LiveToken token;
    private final AccountStanding.Status status;

    CallerAuthentication(LiveToken token, AccountStanding.Status status) {
        super(List.of(new SimpleGrantedAuthority("ROLE_"
                + (status == AccountStanding.Status.ACTIVE ? token.caller().role() : status))));
        this.token = token;
        this.status = status;
        setAuthenticated(true);
    }

    AccountStanding.Status status() {
        return status;
    }

    @Override
    public Caller getPrincipal() {
        return token.caller();
    }

    CallerSession session() {
        return new CallerSession(token.caller(), token.sessionId());
    }

    LiveToken token() {
        return token;
    }

    /** Empty: the token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}

package org.healthpassport.api.identity.token;

import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A {@link Caller} whose token was checked, in the form that Spring Security uses. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient CallerSession session;

    private CallerAuthentication(CallerSession session, List<SimpleGrantedAuthority> authorities) {
        super(authorities);
        this.session = session;
        setAuthenticated(true);
    }

    static CallerAuthentication active(CallerSession session) {
        return new CallerAuthentication(
                session,
                List.of(new SimpleGrantedAuthority("ROLE_" + session.caller().role())));
    }

    /** The authentication of a caller without a role, who is denied everything that needs one. */
    static CallerAuthentication pending(CallerSession session) {
        return new CallerAuthentication(session, List.of());
    }

    boolean isPending() {
        return getAuthorities().isEmpty();
    }

    @Override
    public Caller getPrincipal() {
        return session.caller();
    }

    CallerSession session() {
        return session;
    }

    /** Null: the token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}

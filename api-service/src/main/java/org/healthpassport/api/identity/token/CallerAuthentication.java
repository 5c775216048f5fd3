package org.healthpassport.api.identity.token;

import java.util.List;
import org.healthpassport.api.access.Caller;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A {@link Caller} whose token was checked, in the form that Spring Security uses. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;

    private CallerAuthentication(Caller caller, List<SimpleGrantedAuthority> authorities) {
        super(authorities);
        this.caller = caller;
        setAuthenticated(true);
    }

    static CallerAuthentication active(Caller caller) {
        return new CallerAuthentication(caller, List.of(new SimpleGrantedAuthority("ROLE_" + caller.role())));
    }

    /** The authentication of a caller without a role, who is denied everything that needs one. */
    static CallerAuthentication pending(Caller caller) {
        return new CallerAuthentication(caller, List.of());
    }

    boolean isPending() {
        return getAuthorities().isEmpty();
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /** Null: the token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}

package org.healthpassport.api.identity.token;

import java.util.List;
import org.healthpassport.api.access.Caller;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A {@link Caller} whose token was checked, as Spring Security carries it. */
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

    /** Of somebody who has no role yet, and so may do nothing that needs one. */
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

    /** The token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}

package org.healthpassport.audit.auditor;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** An {@link Account} whose token was checked, as Spring Security carries it. */
final class AccountAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Account account;

    private AccountAuthentication(Account account, List<SimpleGrantedAuthority> authorities) {
        super(authorities);
        this.account = account;
        setAuthenticated(true);
    }

    static AccountAuthentication active(Account account) {
        return new AccountAuthentication(account, List.of(new SimpleGrantedAuthority("ROLE_" + account.role())));
    }

    /**
     * The authentication of an account that is awaiting activation or has no second factor although it must, and is denied
     * everything that needs a role.
     */
    static AccountAuthentication withoutRole(Account account) {
        return new AccountAuthentication(account, List.of());
    }

    @Override
    public Account getPrincipal() {
        return account;
    }

    /** The token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}

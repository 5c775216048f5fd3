package org.healthpassport.audit.trail;

import java.util.List;
import org.healthpassport.edge.token.LogReading;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** api-service with the part of the log that its token is for, as Spring Security carries it. */
final class TrailAuthentication extends AbstractAuthenticationToken {
    static final String PATIENT = "PATIENT_ENTRIES";
    static final String LOOK_UPS = "LOOK_UPS";

    private static final long serialVersionUID = 1L;

    private final transient LogReading reading;

    TrailAuthentication(LogReading reading) {
        super(List.of(new SimpleGrantedAuthority(reading instanceof LogReading.OfPatient ? PATIENT : LOOK_UPS)));
        this.reading = reading;
        setAuthenticated(true);
    }

    @Override
    public LogReading getPrincipal() {
        return reading;
    }

    /** The token is not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }
}

package org.healthpassport.edge.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the audit log that api-service may read with one token. api-service decides who may see what; audit-service
 * answers about this part only, whatever it is asked.
 */
public sealed interface LogReading {

    /** The entries about one patient. */
    record OfPatient(String patientId) implements LogReading {

        /** Without the patient, as records can end up in logs. */
        @Override
        public String toString() {
            return "OfPatient[...]";
        }
    }

    /** The headers of the entries about auditors' requests. */
    record OfLookUps() implements LogReading {}

    /** The claim with the kind of reading. */
    String SCOPE = "scope";

    private String scope() {
        return this instanceof OfPatient ? "patient-entries" : "look-ups";
    }

    private @Nullable String subject() {
        return this instanceof OfPatient patient ? patient.patientId() : null;
    }

    /** Adds the claims of this reading. */
    static JWTClaimsSet.Builder into(JWTClaimsSet.Builder claims, LogReading reading) {
        return claims.subject(reading.subject()).claim(SCOPE, reading.scope());
    }

    /** The reading of claims; empty unless they have exactly the claims of one. */
    static Optional<LogReading> in(JWTClaimsSet claims) {
        try {
            String patientId = claims.getSubject();
            LogReading reading = patientId == null ? new OfLookUps() : new OfPatient(patientId);
            return reading.scope().equals(claims.getStringClaim(SCOPE)) && !"".equals(patientId)
                    ? Optional.of(reading)
                    : Optional.empty();
        } catch (ParseException notAText) {
            return Optional.empty();
        }
    }
}

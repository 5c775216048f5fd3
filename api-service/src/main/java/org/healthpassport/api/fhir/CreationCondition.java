package org.healthpassport.api.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The search of a conditional creation: {@code If-None-Exist: identifier=system|value} (R4, http.html#ccreate).
 *
 * @param identifier a token of FHIR's search
 */
record CreationCondition(String identifier) {
    static final String HEADER = "If-None-Exist";

    private static final String IDENTIFIER = "identifier=";
    private static final int LONGEST = 500;

    /**
     * The condition in a header; null without the header.
     *
     * @throws org.healthpassport.aggregates.refusal.Refused with {@link FhirRefusal.UnknownCondition} if it is another search
     */
    static @Nullable CreationCondition of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String query = header.strip().replaceFirst("^\\?", "");
        if (query.length() <= LONGEST && query.startsWith(IDENTIFIER) && query.indexOf('&') < 0) {
            try {
                String token = URLDecoder.decode(query.substring(IDENTIFIER.length()), StandardCharsets.UTF_8);
                if (!token.isEmpty() && !token.endsWith("|")) {
                    return new CreationCondition(token);
                }
            } catch (IllegalArgumentException notEncoded) {
                // Refused below, like any other text that is no query.
            }
        }
        throw new FhirRefusal.UnknownCondition().asException();
    }

    /** Leaves out the identifier, as records end up in logs. */
    @Override
    public String toString() {
        return "CreationCondition[...]";
    }
}

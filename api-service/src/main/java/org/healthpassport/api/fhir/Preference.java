package org.healthpassport.api.fhir;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body that a client wants in the answer to a change: {@code Prefer: return=...} (RFC 7240, 4.2; R4, http.html#ops). */
public enum Preference {
    REPRESENTATION,
    MINIMAL,
    OPERATIONOUTCOME;

    public static final String HEADER = "Prefer";

    private static final Pattern RETURN = Pattern.compile(
            "(?i)(?:^|[,;\\s])return\\s*=\\s*\"?(minimal|representation|OperationOutcome)\"?(?=$|[,;\\s])");

    /** The preference of a request; a header with anything else is ignored (RFC 7240, 2). */
    public static Preference of(@Nullable String header) {
        Matcher preference = RETURN.matcher(header == null ? "" : header);
        return preference.find() ? valueOf(preference.group(1).toUpperCase(Locale.ROOT)) : REPRESENTATION;
    }
}

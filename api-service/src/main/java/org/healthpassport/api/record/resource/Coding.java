package org.healthpassport.api.record.resource;

import org.jspecify.annotations.Nullable;

/** A coding of a record's subject matter; as sensitive as the record itself. */
public record Coding(@Nullable String system, @Nullable String code) {

    /**
     * True if a token of FHIR's search means it (R4, search.html#token): {@code code}, {@code system|code}, {@code |code} for
     * one without a system, {@code system|} for any code of it.
     */
    public boolean isMeantBy(String token) {
        int bar = token.indexOf('|');
        String wanted = token.substring(bar + 1);
        return (bar < 0 || token.substring(0, bar).equals(system == null ? "" : system))
                && ((bar > 0 && wanted.isEmpty()) || wanted.equals(code));
    }

    int length() {
        return (system == null ? 0 : system.length()) + (code == null ? 0 : code.length());
    }

    @Override
    public String toString() {
        return "Coding[...]";
    }
}

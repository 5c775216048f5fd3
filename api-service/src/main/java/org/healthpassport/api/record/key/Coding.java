package org.healthpassport.api.record.key;

import org.jspecify.annotations.Nullable;

/** A coding of a record's subject matter; as sensitive as the record itself. */
public record Coding(@Nullable String system, @Nullable String code) {

    /** True if a token means it. */
    public boolean isMeantBy(Token token) {
        return (token.system() == null || token.system().equals(system == null ? "" : system))
                && (token.code() == null || token.code().equals(code));
    }

    int length() {
        return (system == null ? 0 : system.length()) + (code == null ? 0 : code.length());
    }

    @Override
    public String toString() {
        return "Coding[...]";
    }
}

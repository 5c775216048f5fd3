package org.healthpassport.api.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthpassport.api.record.key.Token;
import org.jspecify.annotations.Nullable;

/**
 * The search of a conditional creation: {@code If-None-Exist: identifier=system|value} (R4, http.html#ccreate).
 *
 * @param identifier that the record must not have yet
 */
record CreationCondition(Token identifier) {
    static final String HEADER = "If-None-Exist";

    private static final String IDENTIFIER = "identifier=";
    private static final int LONGEST = 500;
    private static final Pattern ENCODED = Pattern.compile("[!-~]*");

    /** Stands for what is no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

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
        return Optional.of(query)
                .filter(text -> text.length() <= LONGEST && text.startsWith(IDENTIFIER) && text.indexOf('&') < 0)
                .flatMap(text -> decoded(text.substring(IDENTIFIER.length())))
                .flatMap(Token::escaped)
                .filter(token -> token.code() != null && !token.code().isEmpty())
                .map(CreationCondition::new)
                .orElseThrow(new FhirRefusal.UnknownCondition()::asException);
    }

    /** Empty if it is not the encoding of a text in UTF-8. */
    private static Optional<String> decoded(String encoded) {
        try {
            return Optional.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8))
                    .filter(text -> ENCODED.matcher(encoded).matches()
                            && text.indexOf(REPLACEMENT) < 0
                            && text.chars().noneMatch(Character::isISOControl));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    /** Leaves out the identifier, as records end up in logs. */
    @Override
    public String toString() {
        return "CreationCondition[...]";
    }
}

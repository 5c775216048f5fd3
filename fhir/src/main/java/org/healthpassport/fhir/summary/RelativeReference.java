package org.healthpassport.fhir.summary;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to resources of the same server (R4, references.html#literal). */
public final class RelativeReference {
    private static final Pattern FORM =
            Pattern.compile("([A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64})(/_history/[A-Za-z0-9.-]{1,64})?");

    private RelativeReference() {}

    /** The resource that such a reference names, {@code Medication/7}, without its version; empty for all other references. */
    public static Optional<String> target(String reference) {
        Matcher relative = FORM.matcher(reference);
        return relative.matches() ? Optional.of(relative.group(1)) : Optional.empty();
    }
}

package org.healthpassport.edge.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An email address in canonical spelling: NFKC, lower case, no surrounding space. */
public record EmailAddress(String value) {
    /** RFC 5321, 4.5.3.1.3: a path has at most 256 octets, two of them brackets. */
    private static final int LONGEST = 254;

    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";
    private static final Pattern SHAPE = Pattern.compile(
            "[^\\s@\\p{Cntrl}\"(),:;<>\\[\\]\\\\]{1,64}@(?:localhost|" + LABEL + "(?:\\." + LABEL + ")+)");

    /** Empty if the text is not an email address, or is too long for one. */
    public static Optional<EmailAddress> parse(String text) {
        if (text.length() > LONGEST + 64) {
            return Optional.empty();
        }
        String normalised = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
        return normalised.length() <= LONGEST && SHAPE.matcher(normalised).matches() && Printable.is(normalised)
                ? Optional.of(new EmailAddress(normalised))
                : Optional.empty();
    }

    /** Hides the address, which is personal data; use {@link #value()} to get it. */
    @Override
    public String toString() {
        return "EmailAddress[...]";
    }
}

package org.healthpassport.api.identity.directory;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter by a part of a name, in any case and with or without accents.
 *
 * @param folded the part, as {@link #fold} makes it; empty for all names
 */
record NameFilter(String folded) {
    /** As long as a name can be. */
    private static final int LONGEST = 200;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    /** Reads the query parameter {@code name}; refused with {@link DirectoryRefusal.NameTooLong}. */
    static NameFilter of(@Nullable String name) {
        if (name != null && name.length() > LONGEST) {
            throw new DirectoryRefusal.NameTooLong().asException();
        }
        return new NameFilter(name == null ? "" : fold(name));
    }

    boolean matches(@Nullable String name) {
        return folded.isEmpty() || name != null && fold(name).contains(folded);
    }

    private static String fold(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        String bare = MARKS.matcher(decomposed).replaceAll("");
        return SPACES.matcher(bare).replaceAll(" ").strip();
    }

    /** Hides the name, which is personal data. */
    @Override
    public String toString() {
        return "NameFilter[...]";
    }
}

package org.healthpassport.audit.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place where the next page of a list begins. All pages are about the tree size of the first one, so that new entries do
 * not shift them.
 *
 * @param log the number of the log; indexes are others in the next one
 * @param before index of the last entry that was given out
 */
record PageCursor(int log, long size, long before) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([0-9]{1,18})/([0-9]{1,18})");

    /** Empty for a text that {@link #toString} did not make. */
    static Optional<PageCursor> parse(String text) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), US_ASCII));
            return form.matches()
                    ? Optional.of(new PageCursor(
                            Integer.parseInt(form.group(1)),
                            Long.parseLong(form.group(2)),
                            Long.parseLong(form.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((log + "/" + size + "/" + before).getBytes(US_ASCII));
    }
}

package org.healthpassport.api.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.vault.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A position in a list, as text for clients. It only says where to continue: elements found there are checked like any
 * others. The mark of the list is no secret; it keeps a client from going on in another list by mistake.
 *
 * @param list the mark of the list; empty for one whose cursors have none
 */
record Cursor(ListPosition position, String list) {
    private static final Pattern FORM =
            Pattern.compile("(-?\\d{1,15})/([0-9a-f-]{36}(?:/\\d{10}(?:/[0-9a-f-]{36})?)?)(?:~([\\w-]{12}))?");

    private static final int MARK_BYTES = 9;

    static String of(ListPosition position, String list) {
        String text = position.time().toEpochMilli() + "/" + position.id() + (list.isEmpty() ? "" : '~' + list);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the text of a cursor; refused with {@link PageRefusal.UnknownCursor}. */
    static Cursor parse(String cursor) {
        try {
            Matcher text = FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
            if (text.matches()) {
                Instant time = Instant.ofEpochMilli(Long.parseLong(text.group(1)));
                return new Cursor(new ListPosition(time, text.group(2)), text.group(3) == null ? "" : text.group(3));
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like any other text that is no cursor.
        }
        throw new PageRefusal.UnknownCursor().asException();
    }

    /** The mark of the list that these values tell from all others. */
    static String mark(@Nullable Object... values) {
        // With their lengths, so that no two lists of values make the same text.
        String text = Arrays.stream(values)
                .map(String::valueOf)
                .map(value -> value.length() + ":" + value)
                .collect(Collectors.joining());
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, MARK_BYTES));
    }
}

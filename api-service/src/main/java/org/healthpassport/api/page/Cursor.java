package org.healthpassport.api.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.aggregates.ListPosition;

/** The text form of a position. It only says where to continue: elements found there are checked like any others. */
final class Cursor {
    private static final Pattern FORM =
            Pattern.compile("(-?\\d{1,15})/([0-9a-f-]{36}(?:/\\d{10}(?:/[0-9a-f-]{36})?)?)");

    private Cursor() {}

    static String of(ListPosition position) {
        String text = position.time().toEpochMilli() + "/" + position.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The position of a cursor; refused with {@link PageRefusal.UnknownCursor}. */
    static ListPosition parse(String cursor) {
        try {
            Matcher text = FORM.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
            if (text.matches()) {
                return new ListPosition(Instant.ofEpochMilli(Long.parseLong(text.group(1))), text.group(2));
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like any other text that is no cursor.
        }
        throw new PageRefusal.UnknownCursor().asException();
    }
}

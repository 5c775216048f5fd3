package org.healthpassport.api.sharing.file;

import java.util.Optional;
import org.healthpassport.api.access.stamp.Matter;
import org.healthpassport.api.request.Printable;
import org.jspecify.annotations.Nullable;

/** Who opens a link, as they say themselves; nothing of it is proven. */
public record Recipient(String name) {

    /**
     * Empty for no name, a blank one, one of more than 100 characters, and one without letters or digits, or with
     * control characters.
     */
    public static Optional<Recipient> of(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .filter(name -> name.codePointCount(0, name.length()) <= Matter.LONGEST_RECIPIENT)
                .filter(Printable::isName)
                .map(Recipient::new);
    }

    /** Without the name, as records end up in logs. */
    @Override
    public String toString() {
        return "Recipient[...]";
    }
}

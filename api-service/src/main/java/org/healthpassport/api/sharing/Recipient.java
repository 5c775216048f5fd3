package org.healthpassport.api.sharing;

import java.util.Optional;
import org.healthpassport.aggregates.stamp.AuditedOperation;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/** The recipient who opens a link, under the name that they give; it is not verified. */
public record Recipient(String name) {

    /**
     * The recipient with this name; empty if the name is missing, blank or longer than 100 characters, has no letter or
     * digit, or has control characters.
     */
    public static Optional<Recipient> of(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .filter(name -> name.codePointCount(0, name.length()) <= AuditedOperation.LONGEST_RECIPIENT)
                .filter(Printable::isName)
                .map(Recipient::new);
    }

    /** Leaves out the name, as records end up in logs. */
    @Override
    public String toString() {
        return "Recipient[...]";
    }
}

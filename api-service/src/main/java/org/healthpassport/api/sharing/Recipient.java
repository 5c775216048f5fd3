package org.healthpassport.api.sharing;

import java.util.Optional;
import org.healthpassport.aggregates.stamp.AuditedOperation;
import org.healthpassport.edge.text.Printable;
import org.jspecify.annotations.Nullable;

/** The recipient who opens a link, under the name that they give; it is not verified. */
public record Recipient(String name) {

    /** The recipient with this name; empty if there is an {@link #objection} to it. */
    public static Optional<Recipient> of(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(name -> objection(name).isEmpty())
                .map(Recipient::new);
    }

    /** The first rule that a name breaks: "must ..."; empty if it is a good one. */
    public static Optional<String> objection(@Nullable String text) {
        String name = text == null ? "" : text.strip();
        return name.isEmpty() || name.codePointCount(0, name.length()) > AuditedOperation.LONGEST_RECIPIENT
                ? Optional.of("must have 1 to %d characters".formatted(AuditedOperation.LONGEST_RECIPIENT))
                : Printable.objectionToName(name);
    }

    /** Leaves out the name, as records end up in logs. */
    @Override
    public String toString() {
        return "Recipient[...]";
    }
}

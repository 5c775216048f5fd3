package org.healthpassport.api.document.upload;

import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.edge.text.Graphemes;
import org.healthpassport.edge.text.Printable;

/** Turns a client's file name into one that can safely be shown and offered for saving. */
final class FileName {
    private static final int AT_MOST = 200;
    private static final String NAMELESS = "document";

    private FileName() {}

    /**
     * The name without folders of any system, and without the beginning of a long one; fails with 422 if it has
     * characters that cannot be shown as they are.
     */
    static String of(String given) {
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .strip();
        if (name.chars().allMatch(character -> character == '.')) {
            return NAMELESS;
        }
        Printable.objection(name).ifPresent(objection -> {
            throw InvalidInput.at("/file", "has a name that cannot be kept: it " + objection)
                    .asException();
        });
        String kept = Graphemes.last(name, AT_MOST).strip();
        return kept.isEmpty() ? NAMELESS : kept;
    }
}

package org.healthpassport.audit.projection;

import java.io.IOException;
import java.util.List;

/** A view of the log. What it is told may be told again, at any time and by several instances at once. */
public interface Projection {
    /** Makes what must be there before the first entry; may be called again and again. */
    void prepare(Generation generation) throws IOException;

    /** Takes in entries, in order; durable when it returns. */
    void apply(Generation generation, List<LoggedEntry> entries) throws IOException;

    /** Removes what is of a generation that nobody asks any more. */
    void drop(Generation generation) throws IOException;
}

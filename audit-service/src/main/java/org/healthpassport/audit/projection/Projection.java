package org.healthpassport.audit.projection;

import java.io.IOException;
import java.util.List;

/** A view that is made from the log. Entries may be applied again, at any time and by several instances at once. */
public interface Projection {
    /** Creates the indexes of the view; may be called again. */
    void prepare(Generation generation) throws IOException;

    /** Applies entries, in order; durable when it returns. */
    void apply(Generation generation, List<LoggedEntry> entries) throws IOException;

    /** Deletes the view of a generation that is not queried any more. */
    void drop(Generation generation) throws IOException;
}

package org.healthpassport.audit.keys;

import java.io.IOException;
import org.healthpassport.audit.entry.EntryDetail;

/** Seals and opens the details of entries, which only auditors may read. */
public interface DetailSeal {
    /**
     * Seals a detail under the keys of this service.
     *
     * @throws IOException the keys could not be read
     */
    EntryDetail seal(String eventId, byte[] detail) throws IOException;

    /**
     * Opens the detail of an entry.
     *
     * @throws IOException the keys could not be read
     */
    OpenedDetail open(String eventId, EntryDetail detail) throws IOException;
}

package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.LogFile;

/**
 * Where the log is kept. Whatever was written is durable when a method returns; one that throws may have written or not, or
 * may do so later.
 */
public interface LogStore {
    /** Makes what must be there before the first write; may be called again and again. */
    void prepare() throws IOException;

    /** The committed state, {@link LogState#EMPTY} if nobody has written yet. */
    LogState state() throws IOException;

    /**
     * Commits a state in the place of another one, by epoch and size.
     *
     * @return false if the state is a different one by now
     */
    boolean replace(LogState expected, LogState next) throws IOException;

    /** Adds files; what is there under the same key is the same and stays. */
    void addFiles(Collection<StoredFile> files) throws IOException;

    /** The bytes of a full file of this root, not verified; empty if there is none. */
    Optional<byte[]> file(LogFile file, Hash root) throws IOException;

    /** Adds positions beside those that are known of the same events. */
    void addPositions(Collection<EntryPosition> positions) throws IOException;

    /** All positions that any writer noted of these events, usually none. */
    List<EntryPosition> positions(Collection<String> eventIds) throws IOException;
}

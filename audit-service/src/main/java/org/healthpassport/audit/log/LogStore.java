package org.healthpassport.audit.log;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.tile.LogFile;

/**
 * Stores the log. Writes are durable when a method returns; a method that throws may or may not have written, or may still
 * write later.
 */
public interface LogStore {
    /** Creates the indexes that the store needs; may be called again. */
    void prepare() throws IOException;

    /** The store of another log, which shares the files and positions of this one. */
    LogStore ofLog(int log);

    /** The committed state, {@link LogState#EMPTY} if nobody has written yet. */
    LogState state() throws IOException;

    /**
     * Replaces the committed state by another one, compared by epoch and size.
     *
     * @return false if the stored state has changed meanwhile
     */
    boolean replace(LogState expected, LogState next) throws IOException;

    /** Ends the log: its state is not replaced any more. May be called again. Not named close, which Spring calls when it stops. */
    void end() throws IOException;

    /** Adds files; one that is already there under the same key is the same and stays. */
    void addFiles(Collection<StoredFile> files) throws IOException;

    /** The bytes of a full file of this root, not verified; empty if there is none. */
    Optional<byte[]> file(LogFile file, Hash root) throws IOException;

    /** Adds positions beside those that are known of the same events. */
    void addPositions(Collection<EntryPosition> positions) throws IOException;

    /** All positions that writers noted of these events, usually none. */
    List<EntryPosition> positions(Collection<String> eventIds) throws IOException;

    /** About the number of all positions; takes no time. */
    long positionCount() throws IOException;

    /** Notes those positions again that are gone or were changed, and returns them. */
    List<EntryPosition> restorePositions(Collection<EntryPosition> positions) throws IOException;
}

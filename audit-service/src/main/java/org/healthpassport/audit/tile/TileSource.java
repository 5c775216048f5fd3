package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.Optional;

/** Where the files of a log are read from. Nothing of what it yields is to be trusted. */
@FunctionalInterface
public interface TileSource {
    /**
     * The bytes of a file, empty if there is none; never much more than {@link LogFile#maxBytes}.
     *
     * @throws IOException the answer is not known: trying again may help
     */
    Optional<byte[]> find(LogFile file) throws IOException;
}

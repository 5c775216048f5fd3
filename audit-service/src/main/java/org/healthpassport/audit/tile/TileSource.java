package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.Optional;

/** Provides the files of a log. Its answers are not trusted. */
@FunctionalInterface
public interface TileSource {
    /**
     * The bytes of a file, empty if there is none; never much more than {@link LogFile#maxBytes}.
     *
     * @throws IOException the source did not answer; trying again may help
     */
    Optional<byte[]> find(LogFile file) throws IOException;
}

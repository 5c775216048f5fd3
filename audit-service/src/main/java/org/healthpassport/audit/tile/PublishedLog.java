package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.Optional;

/** A published log: its files and its latest checkpoint. Its answers are not trusted. */
public interface PublishedLog extends TileSource {
    /**
     * The bytes of the signed checkpoint, empty if there is none.
     *
     * @throws IOException the source did not answer; trying again may help
     */
    Optional<byte[]> checkpoint() throws IOException;

    /**
     * The bytes of the note that closed the log, empty while it is open.
     *
     * @throws IOException the source did not answer; trying again may help
     */
    default Optional<byte[]> closed() throws IOException {
        return Optional.empty();
    }
}

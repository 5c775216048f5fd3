package org.healthpassport.audit.tile;

import java.io.IOException;
import java.util.Optional;

/** A log as it is published: its files and its latest checkpoint, nothing of it trusted. */
public interface PublishedLog extends TileSource {
    /**
     * The bytes of the signed checkpoint, empty if there is none.
     *
     * @throws IOException the answer is not known: trying again may help
     */
    Optional<byte[]> checkpoint() throws IOException;
}

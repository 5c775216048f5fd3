package org.healthpassport.vault.staging;

import java.nio.channels.WritableByteChannel;

/** A staged file in the making: committed whole, or gone when closed. For one thread at a time. */
public interface StagedFile extends AutoCloseable {

    /** Takes the ciphertext. Closing it ends the writing and neither commits nor discards the file. */
    WritableByteChannel channel();

    /**
     * Makes the file visible under its name; it survives a power loss when this returns. Nothing can be written
     * afterwards.
     *
     * @throws StagedFileConflict when there is a file of that name, which is left as it is
     */
    CommittedFile commit();

    /** Discards the file unless it was committed. */
    @Override
    void close();
}

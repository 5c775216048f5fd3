package org.healthpassport.vault.staging;

import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.List;
import org.healthpassport.vault.durable.FileUrl;

/**
 * Ciphertext between its arrival and the object store. Names are plain ids (letters, digits, {@code -} and {@code _});
 * another name is an {@link IllegalArgumentException}. Every call may throw {@link StagingUnavailable}. Safe for use by
 * many threads and processes.
 */
public interface StagedFiles {

    /**
     * Opens the staged files that the setting {@code STAGING_URL} names.
     *
     * @throws IllegalArgumentException when it is no {@code file:} URL; the message names the setting
     */
    static StagedFiles at(URI stagingUrl) {
        return new StagedFolder(FileUrl.toPath(stagingUrl, "STAGING_URL"));
    }

    /**
     * As {@link #at}, for a service that only reads what another one stages. It creates nothing, so that an empty mount
     * point is not taken for a folder without files.
     *
     * @throws StagingUnavailable when the other service has not created the folder yet, or its volume is not mounted
     */
    static StagedFiles existingAt(URI stagingUrl) {
        return StagedFolder.existing(FileUrl.toPath(stagingUrl, "STAGING_URL"));
    }

    /** Begins a file that nobody sees before it is committed. */
    StagedFile begin(String name);

    /**
     * Opens a committed file for reading from any position; the caller closes it.
     *
     * @throws StagedFileMissing when there is none
     * @throws org.healthpassport.vault.object.DamagedObject when it is not whole
     */
    SeekableByteChannel open(String name);

    /** Deletes the file; succeeds as well when there is none. */
    void delete(String name);

    /** The names of committed files whose last byte was written before that time, in no order. */
    List<String> olderThan(Instant before);

    /** Deletes the uncommitted files of dead writers, last written before that time. */
    void sweepAbandoned(Instant before);
}

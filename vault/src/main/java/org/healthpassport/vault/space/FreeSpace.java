package org.healthpassport.vault.space;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures the free space of the disk that holds a folder. */
@FunctionalInterface
public interface FreeSpace {
    /** The space that the file system grants this user. */
    FreeSpace OF_THE_FILE_SYSTEM = folder -> {
        FileStore disk = Files.getFileStore(nearestExisting(folder));
        return new Space(disk.getUsableSpace(), disk.getTotalSpace());
    };

    Space of(Path folder) throws IOException;

    /** A folder that is not made yet will lie where its parent does. */
    private static Path nearestExisting(Path folder) {
        Path nearest = folder.toAbsolutePath();
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }

    /** Bytes that can still be written, and the size of the whole disk. */
    record Space(long usableBytes, long totalBytes) {}
}

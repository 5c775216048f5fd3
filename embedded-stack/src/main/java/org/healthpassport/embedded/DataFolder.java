package org.healthpassport.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A folder that belongs to one running engine at a time; the operating system frees it when its process dies. */
public final class DataFolder implements AutoCloseable {
    private final FileChannel lockFile;

    private DataFolder(FileChannel lockFile) {
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, creating it, for its owner alone, where it does not exist.
     *
     * @throws IllegalStateException if another process, or another engine in this one, holds it
     * @throws UncheckedIOException if the folder cannot be created or written
     */
    public static DataFolder take(Path folder) {
        try {
            create(folder);
            FileChannel lockFile = FileChannel.open(
                    folder.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new IllegalStateException("Expected to be the only one to use the data folder " + folder
                        + ", but another running process (or another engine in this one) is using it");
            }
            return new DataFolder(lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to take the data folder " + folder + ", but cannot write it", e);
        }
    }

    /** For its owner alone, as even sealed data shows who has data and since when. */
    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path absolute = folder.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        if (absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(absolute);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.healthpassport.vault.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which files are first written aside (in {@code .parts}) and then published under their names, once, whole
 * and durable. Any number of threads and processes may share it; of those who publish one name exactly one succeeds.
 */
public final class DurableFolder {
    private static final Logger log = LoggerFactory.getLogger(DurableFolder.class);
    private static final String PARTS = ".parts";
    // File locks exclude processes; threads of one JVM would meet an OverlappingFileLockException instead of waiting.
    private static final Object CLAIM = new Object();
    private static final Object CHANGE = new Object();

    private final Path root;
    private final Path parts;
    private final boolean hardLinks;
    private final Set<String> durable = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean linkFailed = new AtomicBoolean();

    DurableFolder(Path root, boolean hardLinks) throws IOException {
        this.root = root;
        this.parts = root.resolve(PARTS);
        this.hardLinks = hardLinks;
        create(parts);
    }

    /** Opens the folder, and creates it (0700, parents too) where it is missing. */
    public static DurableFolder open(Path root) throws IOException {
        Path parts = root.resolve(PARTS);
        create(parts);
        return new DurableFolder(root, supportsHardLinks(parts));
    }

    /**
     * Opens a folder that another process creates; nothing is created here. An empty folder is refused, as its volume
     * may not be mounted yet.
     *
     * @throws NoSuchFileException when it has not been created yet
     */
    public static DurableFolder openExisting(Path root) throws IOException {
        if (!isMade(root)) {
            throw new NoSuchFileException(root.toString(), null, "no folder that was made for this");
        }
        return open(root);
    }

    public Path root() {
        return root;
    }

    /** True while the folder is there; an empty mount point without its volume does not count. */
    public boolean isThere() {
        return isMade(root);
    }

    private static boolean isMade(Path root) {
        return Files.isDirectory(root.resolve(PARTS));
    }

    /** Makes the sub-folder where it is missing; its name is on disk when this returns. */
    public void createSubFolder(String name) throws IOException {
        // That it exists is not enough: who made it may have died before its name was on disk.
        if (!durable.contains(name)) {
            Path folder = root.resolve(name);
            try {
                createOne(folder);
                forceName(folder);
            } catch (IOException e) {
                throw DiskFull.sorted(e, root);
            }
            durable.add(name);
        }
    }

    /** Begins a file that nobody sees before it is published. */
    public PartFile begin() throws IOException {
        Path part = parts.resolve(UUID.randomUUID() + ".part");
        try {
            return new PartFile(this, part, createFile(part));
        } catch (IOException e) {
            throw DiskFull.sorted(e, root);
        }
    }

    /**
     * Begins a file as a second name of a published one, whose content it shares: neither may be written to afterwards.
     *
     * @return null where that cannot be, as on another volume, or for a file of another user
     */
    public @Nullable PartFile beginAsLinkTo(Path published) throws IOException {
        Path part = parts.resolve(UUID.randomUUID() + ".part");
        try {
            Files.createLink(part, published);
        } catch (NoSuchFileException missing) {
            throw missing;
        } catch (UnsupportedOperationException | FileSystemException impossible) {
            if (linkFailed.compareAndSet(false, true)) {
                log.info(
                        "Expected to store files by linking them, but this folder cannot have links to where they are;"
                                + " copying them instead: {}",
                        impossible.getClass().getName());
            }
            return null;
        }
        try {
            return new PartFile(this, part, FileChannel.open(part, StandardOpenOption.READ));
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** Makes a change that reads first, while no other thread and no other process makes one in this folder. */
    public <T> T alone(Change<T> change) throws IOException {
        synchronized (CHANGE) {
            return underLock("change.lock", change);
        }
    }

    /** A change of files that takes a while, such as a call over the network. */
    @FunctionalInterface
    public interface Change<T> {
        T make() throws IOException;
    }

    /** Deletes the unpublished files of dead writers, last written before {@code before}. */
    public void sweepAbandoned(Instant before) throws IOException {
        sweepParts(root, before);
    }

    /** Deletes files that were left unpublished for at least that long; a folder that is not there is not created. */
    public static void sweepAbandoned(Path root, Duration age) throws IOException {
        sweepParts(root, Instant.now().minus(age));
    }

    private static void sweepParts(Path root, Instant before) throws IOException {
        Path parts = root.resolve(PARTS);
        if (!Files.isDirectory(parts)) {
            return;
        }
        try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(parts, "*.part")) {
            for (Path part : abandoned) {
                deleteIfOlder(part, before);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Deletes the file, if there is one; it stays deleted after a power loss, even if another process deleted it. */
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        // Where there was none, somebody may have deleted it and died before that was on disk.
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.isDirectory(folder)) {
            forceName(file);
        }
    }

    /** Waits until the name of the file is on disk. File systems without POSIX semantics offer no way to ask for that. */
    public static void forceName(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && OwnerOnly.isPosix(folder)) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Makes the part visible under its name, which is not durable yet. */
    void publish(Path part, Path target) throws IOException {
        if (hardLinks) {
            // Unlike a rename, a link never replaces what is there.
            Files.createLink(target, part);
        } else {
            moveUnderLock(part, target);
        }
    }

    private void moveUnderLock(Path part, Path target) throws IOException {
        synchronized (CLAIM) {
            underLock("lock", () -> {
                if (Files.exists(target)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            });
        }
    }

    private <T> T underLock(String name, Change<T> change) throws IOException {
        try (FileChannel lockFile = FileChannel.open(
                        parts.resolve(name),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        OwnerOnly.file(parts));
                FileLock lock = lockFile.lock()) {
            return change.make();
        }
    }

    private static void deleteIfOlder(Path part, Instant before) throws IOException {
        FileTime lastModified;
        try {
            lastModified = Files.getLastModifiedTime(part);
        } catch (NoSuchFileException published) {
            // Its writer lives and has just finished with it.
            return;
        }
        if (lastModified.toInstant().isBefore(before)) {
            Files.deleteIfExists(part);
        }
    }

    private static boolean supportsHardLinks(Path parts) throws IOException {
        Path file = parts.resolve(UUID.randomUUID() + ".part");
        Path link = parts.resolve(UUID.randomUUID() + ".part");
        createFile(file).close();
        try {
            Files.createLink(link, file);
            return true;
        } catch (UnsupportedOperationException | FileSystemException unsupported) {
            return false;
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(file);
        }
    }

    private static FileChannel createFile(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(file));
    }

    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            create(parent);
        }
        createOne(folder);
        forceName(folder);
    }

    private static void createOne(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, OwnerOnly.folder(folder));
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) {
                throw exists;
            }
        }
    }
}

package org.healthpassport.vault.object.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.durable.DiskFull;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectMissing;
import org.healthpassport.vault.object.ObjectName;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreAbilities;
import org.healthpassport.vault.object.StoreFull;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.object.VerifyingChannel;

/**
 * Objects as files of a folder, which several processes may share. They are spread over 256 sub-folders; a slash in a
 * name becomes a tilde, which no name contains. A staged file on the same volume is linked instead of copied.
 */
public final class FileSystemObjectStore implements ObjectStore {
    /** There is one folder of objects; whoever moves it moves its files. */
    public static final String LABEL = "file";

    /** 1 TiB: an eighth of what a stream of 4 KiB segments with a four-byte counter can hold in Tink. */
    private static final long MAX_OBJECT_BYTES = 1L << 40;

    /** A writer that has written nothing for so long is dead: a copy is read from a disk, not typed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final int SUB_FOLDERS = 256;

    private final DurableFolder folder;

    /**
     * Opens the folder, creates it where it is missing, and deletes the leftovers of writers that died an hour ago or
     * earlier.
     */
    public FileSystemObjectStore(Path root, Clock clock) {
        try {
            folder = DurableFolder.open(root);
            folder.sweepAbandoned(clock.instant().minus(ABANDONED));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public StoredObject putIfAbsent(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256) {
        if (sizeBytes < 0 || sizeBytes > MAX_OBJECT_BYTES || sha256.length != Sha256.BYTES) {
            throw new IllegalArgumentException(
                    "Expected at most %d bytes and a SHA-256, but there are %d bytes and a digest of %d."
                            .formatted(MAX_OBJECT_BYTES, sizeBytes, sha256.length));
        }
        Path file = file(name);
        try {
            Optional<StoredObject> earlier = read(name, file);
            if (earlier.isPresent()) {
                return repeated(earlier.get(), file, sizeBytes, sha256);
            }
            try (PartFile part = partOf(name, ciphertext, sizeBytes, sha256)) {
                folder.createSubFolder(subFolder(name));
                part.publishAs(file);
                return new StoredObject(name, sizeBytes, sha256);
            } catch (FileAlreadyExistsException race) {
                StoredObject winner = read(name, file)
                        .orElseThrow(() ->
                                new StoreUnavailable("Expected an object, but it was deleted at the same time.", race));
                return repeated(winner, file, sizeBytes, sha256);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public SeekableByteChannel open(String name) {
        Path file = file(name);
        try {
            return ObjectFile.open(file, name);
        } catch (NoSuchFileException e) {
            throw new ObjectMissing("Expected object %s, but there is none.".formatted(name));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public Optional<StoredObject> find(String name) {
        try {
            return read(name, file(name));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            DurableFolder.delete(file(name));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public StoreAbilities abilities() {
        return new StoreAbilities(true, true, MAX_OBJECT_BYTES);
    }

    @Override
    public Stream<ListedObject> list(String prefix) {
        ObjectName.requireValidPrefix(prefix);
        return IntStream.range(0, SUB_FOLDERS)
                .mapToObj(FileSystemObjectStore::subFolder)
                .flatMap(subFolder -> filesOf(folder.root().resolve(subFolder)))
                .filter(object -> object.name().startsWith(prefix));
    }

    /** Nothing is held between calls. */
    @Override
    public void close() {}

    private static Stream<ListedObject> filesOf(Path subFolder) {
        try (Stream<Path> files = Files.list(subFolder)) {
            List<ListedObject> objects = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                listed(file).ifPresent(objects::add);
            }
            return objects.stream();
        } catch (NoSuchFileException nothingStoredThere) {
            return Stream.empty();
        } catch (UncheckedIOException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static Optional<ListedObject> listed(Path file) throws IOException {
        try {
            return Optional.of(new ListedObject(
                    file.getFileName().toString().replace('~', '/'),
                    Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    /** The object before it is published: the staged file under a second name where that can be, or else a copy. */
    private PartFile partOf(String name, ReadableByteChannel ciphertext, long sizeBytes, byte[] sha256)
            throws IOException {
        PartFile linked = ciphertext instanceof ObjectFile staged ? folder.beginAsLinkTo(staged.path()) : null;
        PartFile part = linked == null ? folder.begin() : linked;
        try {
            if (linked == null) {
                ObjectFile.write(
                        part.channel(), sizeBytes, sha256, new VerifyingChannel(ciphertext, sizeBytes, sha256));
            } else {
                ObjectFile.verify(part.path(), name, sizeBytes, sha256);
            }
            return part;
        } catch (IOException | RuntimeException e) {
            try (part) {
                throw e;
            }
        }
    }

    private static Optional<StoredObject> read(String name, Path file) throws IOException {
        try (ObjectFile object = ObjectFile.open(file, name)) {
            return Optional.of(object.description());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static StoredObject repeated(StoredObject earlier, Path file, long sizeBytes, byte[] sha256)
            throws IOException {
        if (!earlier.holds(sizeBytes, sha256)) {
            throw new ObjectConflict("Expected to store object %s, but an object of that name has other bytes."
                    .formatted(earlier.name()));
        }
        // The process that linked it may have died before the name was on disk.
        DurableFolder.forceName(file);
        return earlier;
    }

    private Path file(String name) {
        return folder.root().resolve(subFolder(ObjectName.requireValid(name))).resolve(name.replace('/', '~'));
    }

    private static String subFolder(String name) {
        CRC32 spread = new CRC32();
        spread.update(name.getBytes(StandardCharsets.US_ASCII));
        return subFolder((int) (spread.getValue() % SUB_FOLDERS));
    }

    private static String subFolder(int number) {
        return "%02x".formatted(number);
    }

    private static ObjectStoreFailure failure(IOException e) {
        if (e instanceof AccessDeniedException) {
            return new StoreRefused("Expected access to the folder of objects, but the file system refuses it.", e);
        }
        return DiskFull.caused(e)
                ? new StoreFull("Expected room for an object, but the disk of the object store is full.", e)
                : new StoreUnavailable("Expected the folder of objects to work, but it failed.", e);
    }
}

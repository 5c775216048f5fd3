package org.healthpassport.vault.object.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagedFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staged files that become objects by a second name. */
class LinkedObjectTest {
    private static final Path OTHER_FILE_SYSTEM = Path.of("/dev/shm");

    @TempDir
    Path temporary;

    private final byte[] bytes = new byte[200_000];
    private StagedFiles staged;
    private Path objects;
    private ObjectStore store;

    @BeforeEach
    void open() {
        new Random(5).nextBytes(bytes);
        staged = new StagedFolder(temporary.resolve("staged"));
        openStoreIn(temporary.resolve("objects"));
    }

    @AfterEach
    void shouldLeaveNoParts() throws IOException {
        try (Stream<Path> parts = Files.list(objects.resolve(".parts"))) {
            assertThat(parts).isEmpty();
        }
    }

    @Test
    void shouldLinkAndKeepTheObjectWhenTheStagedFileIsDeleted() throws IOException {
        // given
        stage();

        // when
        StoredObject stored = putStaged();

        // then
        assertThat(stored).isEqualTo(new StoredObject("d1", bytes.length, Sha256.of(bytes)));
        assertThat(fileKey(object())).isEqualTo(fileKey(temporary.resolve("staged/d1")));

        // when
        staged.delete("d1");

        // then
        assertThat(content()).isEqualTo(bytes);
        assertThat(store.find("d1")).contains(stored);
    }

    @Test
    void shouldAcceptARepeatAndRefuseOtherBytes() throws IOException {
        // given
        stage();
        StoredObject stored = putStaged();

        // then
        assertThat(putStaged()).isEqualTo(stored);
        staged.delete("d1");
        bytes[0]++;
        stage();
        assertThatExceptionOfType(ObjectConflict.class).isThrownBy(this::putStaged);
        bytes[0]--;
        assertThat(content()).isEqualTo(bytes);
    }

    @Test
    void shouldStoreNothingOfAStagedFileWithAnyByteChanged() throws IOException {
        // given
        stage();
        Path file = temporary.resolve("staged/d1");
        byte[] whole = Files.readAllBytes(file);

        for (int changed : new int[] {0, 8, 15, 16, 47, 48, 100_000, whole.length - 1}) {
            // when
            byte[] damaged = whole.clone();
            damaged[changed] ^= 1;
            Files.write(file, damaged);

            // then
            assertThatExceptionOfType(DamagedObject.class)
                    .as("byte %d", changed)
                    .isThrownBy(this::putStaged);
            assertThat(store.find("d1")).isEmpty();
        }
    }

    @Test
    void shouldCopyAcrossFileSystems() throws IOException {
        // given
        boolean isThere = Files.isWritable(OTHER_FILE_SYSTEM)
                && !Files.getFileStore(OTHER_FILE_SYSTEM).equals(Files.getFileStore(temporary));
        if (!isThere) {
            System.out.println("Skipped: a copy across file systems, as " + OTHER_FILE_SYSTEM
                    + " is not a file system beside that of temporary files");
        }
        Assumptions.assumeTrue(isThere, "needs a second file system");
        Path folder = Files.createTempDirectory(OTHER_FILE_SYSTEM, "objects");
        try {
            openStoreIn(folder);
            stage();

            // when
            putStaged();
            staged.delete("d1");

            // then
            assertThat(content()).isEqualTo(bytes);
            shouldLeaveNoParts();
        } finally {
            deleteAll(folder);
            openStoreIn(temporary.resolve("objects"));
        }
    }

    private void openStoreIn(Path folder) {
        objects = folder;
        store = new FileSystemObjectStore(folder, Clock.systemUTC());
    }

    private void stage() throws IOException {
        try (StagedFile file = staged.begin("d1")) {
            file.channel().write(ByteBuffer.wrap(bytes));
            file.commit();
        }
    }

    /** Stores the staged file as what was first in it. */
    private StoredObject putStaged() throws IOException {
        try (SeekableByteChannel ciphertext = staged.open("d1")) {
            return store.putIfAbsent("d1", ciphertext, bytes.length, Sha256.of(bytes));
        }
    }

    private byte[] content() throws IOException {
        try (SeekableByteChannel object = store.open("d1")) {
            return Channels.newInputStream(object).readAllBytes();
        }
    }

    private Path object() throws IOException {
        try (Stream<Path> files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private static Object fileKey(Path file) throws IOException {
        return Files.getAttribute(file, "fileKey");
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

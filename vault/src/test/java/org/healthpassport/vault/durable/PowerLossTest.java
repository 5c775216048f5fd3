package org.healthpassport.vault.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.healthpassport.vault.crash.ForgetfulDisk;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFileMissing;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagedFolder;
import org.healthpassport.vault.staging.StagingUnavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLossTest {
    private static final byte[] OLD = {1, 1, 1};
    private static final byte[] NEW = {2, 2, 2, 2};

    @TempDir
    Path temporary;

    private ForgetfulDisk disk;
    private Path root;

    @BeforeEach
    void insertDisk() {
        disk = new ForgetfulDisk(temporary);
        root = disk.root().resolve("a/b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepPublishedFile(boolean hardLinks) throws IOException {
        // given
        DurableFolder folder = new DurableFolder(root, hardLinks);

        // when
        publish(folder, "name", NEW);
        disk.losePower();

        // then
        assertThat(root.resolve("name")).hasBinaryContent(NEW);
    }

    @Test
    void shouldKeepFileThatTookThePlaceOfAnother() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(root);
        publish(folder, "name", OLD);

        // when
        replace(folder, "name", NEW);
        disk.losePower();

        // then
        assertThat(root.resolve("name")).hasBinaryContent(NEW);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowNoHalfFileWheneverThePowerFails(boolean namesAreLost) throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(root);
        int changes = 0;
        boolean ended;
        do {
            // when
            String name = "name-" + changes;
            disk.endAfter(changes++);
            ignoringFailure(() -> publish(folder, name, NEW));
            ended = disk.hasEnded();
            lose(namesAreLost);

            // then
            if (Files.exists(root.resolve(name)) || !ended) {
                assertThat(root.resolve(name)).hasBinaryContent(NEW);
            }
        } while (ended);
        assertThat(changes).isGreaterThan(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowOldFileOrNewOneWheneverThePowerFails(boolean namesAreLost) throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(root);
        int changes = 0;
        boolean ended;
        do {
            // when
            String name = "name-" + changes;
            publish(folder, name, OLD);
            disk.endAfter(changes++);
            ignoringFailure(() -> replace(folder, name, NEW));
            ended = disk.hasEnded();
            lose(namesAreLost);

            // then
            assertThat(Files.readAllBytes(root.resolve(name))).isIn(ended ? Set.of(OLD, NEW) : Set.of(NEW));
        } while (ended);
        assertThat(changes).isGreaterThan(4);
    }

    @Test
    void shouldNotBringBackDeletedFile() throws IOException {
        // given
        publish(DurableFolder.open(root), "name", OLD);

        // when
        DurableFolder.delete(root.resolve("name"));
        disk.losePower();

        // then
        assertThat(root.resolve("name")).doesNotExist();
    }

    @Test
    void shouldNotBringBackFileThatAnotherProcessDeletedBeforeItDied() throws IOException {
        // given
        publish(DurableFolder.open(root), "name", OLD);
        Files.delete(root.resolve("name"));

        // when
        DurableFolder.delete(root.resolve("name"));
        disk.losePower();

        // then
        assertThat(root.resolve("name")).doesNotExist();
    }

    @Test
    void shouldKeepSubFolderThatAnotherProcessMadeBeforeItDied() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(root);
        Files.createDirectory(root.resolve("sub"));

        // when
        folder.createSubFolder("sub");
        publish(folder, "sub/name", NEW);
        disk.losePower();

        // then
        assertThat(root.resolve("sub/name")).hasBinaryContent(NEW);
    }

    @Test
    void shouldKeepAcknowledgedObject() throws IOException {
        // when
        put(new FileSystemObjectStore(root, Clock.systemUTC()));
        disk.losePower();

        // then
        assertThat(stored()).contains(NEW);
    }

    @Test
    void shouldKeepObjectThatWasAcknowledgedOnlyToTheSecondOfTwoWriters() throws IOException {
        int changes = 0;
        boolean ended;
        do {
            // given a writer that dies after each of its changes
            disk.endAfter(changes++);
            ignoringFailure(() -> put(new FileSystemObjectStore(root, Clock.systemUTC())));
            ended = disk.hasEnded();
            disk.goOn();

            // when
            put(new FileSystemObjectStore(root, Clock.systemUTC()));
            disk.losePower();

            // then
            assertThat(stored()).as("after %d changes", changes - 1).contains(NEW);
            new FileSystemObjectStore(root, Clock.systemUTC()).delete("object");
            disk.losePower();
            assertThat(stored()).isEmpty();
        } while (ended);
        assertThat(changes).isGreaterThan(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepLinkedObjectAlthoughItsStagedFileIsDeletedWheneverThePowerFails(boolean namesAreLost)
            throws IOException {
        // given
        StagedFiles files = new StagedFolder(disk.root().resolve("staged"));
        int changes = 0;
        boolean ended;
        do {
            new FileSystemObjectStore(root, Clock.systemUTC()).delete("object");
            stage(files);

            // when
            disk.endAfter(changes++);
            ignoringFailure(() -> {
                putStaged(new FileSystemObjectStore(root, Clock.systemUTC()), files);
                files.delete("staged");
            });
            ended = disk.hasEnded();
            lose(namesAreLost);

            // then
            if (stored().isPresent() || !ended || !Files.exists(disk.root().resolve("staged/staged"))) {
                assertThat(stored()).as("after %d changes", changes - 1).contains(NEW);
            }
            files.delete("staged");
        } while (ended);
        assertThat(changes).isGreaterThan(6);
    }

    @Test
    void shouldKeepStagedFileUntilItIsDeleted() throws IOException {
        // when
        stage(new StagedFolder(root));
        disk.losePower();

        // then
        StagedFiles files = new StagedFolder(root);
        try (SeekableByteChannel bytes = files.open("staged")) {
            assertThat(Channels.newInputStream(bytes).readAllBytes()).isEqualTo(NEW);
        }

        // when
        files.delete("staged");
        disk.losePower();

        // then
        assertThatThrownBy(() -> new StagedFolder(root).open("staged")).isInstanceOf(StagedFileMissing.class);
    }

    @Test
    void shouldKeepKeysThatHaveSealedSomething() throws Exception {
        // given
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.STATE, KeyPurpose.AUDIT);
        KeyFolder keys = KeyFolder.openOrCreate(root, purposes, purpose -> false);
        byte[] sealed = keys.of(KeyPurpose.STATE).encrypt(NEW, OLD);

        // when
        disk.losePower();

        // then
        Aead key = KeyFolder.open(root, purposes).of(KeyPurpose.STATE);
        assertThat(key.decrypt(sealed, OLD)).isEqualTo(NEW);
    }

    private void lose(boolean namesAreLost) throws IOException {
        if (namesAreLost) {
            disk.losePower();
        } else {
            disk.losePowerButNoName();
        }
    }

    private static void publish(DurableFolder folder, String name, byte[] content) throws IOException {
        try (PartFile part = folder.begin()) {
            part.write(content);
            part.publishAs(folder.root().resolve(name));
        }
    }

    private static void replace(DurableFolder folder, String name, byte[] content) throws IOException {
        try (PartFile part = folder.begin()) {
            part.write(content);
            part.replace(folder.root().resolve(name));
        }
    }

    private static void stage(StagedFiles files) throws IOException {
        try (StagedFile file = files.begin("staged")) {
            file.channel().write(ByteBuffer.wrap(NEW));
            file.commit();
        }
    }

    private static void putStaged(FileSystemObjectStore store, StagedFiles files) throws IOException {
        try (SeekableByteChannel staged = files.open("staged")) {
            store.putIfAbsent("object", staged, NEW.length, Sha256.of(NEW));
        }
    }

    private static void put(FileSystemObjectStore store) {
        store.putIfAbsent("object", Channels.newChannel(new ByteArrayInputStream(NEW)), NEW.length, Sha256.of(NEW));
    }

    private Optional<byte[]> stored() throws IOException {
        FileSystemObjectStore store = new FileSystemObjectStore(root, Clock.systemUTC());
        if (store.find("object").isEmpty()) {
            return Optional.empty();
        }
        try (SeekableByteChannel bytes = store.open("object")) {
            return Optional.of(Channels.newInputStream(bytes).readAllBytes());
        }
    }

    /** Does what a process does in whose midst the power fails: it fails, or is done. */
    private void ignoringFailure(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException | ObjectStoreFailure | StagingUnavailable noPower) {
            assertThat(disk.hasEnded()).isTrue();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}

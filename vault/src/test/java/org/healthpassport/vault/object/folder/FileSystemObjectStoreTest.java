package org.healthpassport.vault.object.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.vault.crash.ForgetfulDisk;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemObjectStoreTest extends ObjectStoreContract {
    private static final Instant NOW = Instant.parse("2025-01-01T10:00:00Z");

    @TempDir
    Path temporary;

    @Override
    protected ObjectStore openStore() {
        return new FileSystemObjectStore(root(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void shouldLeaveNoParts() throws IOException {
        if (Files.isDirectory(root())) {
            try (Stream<Path> parts = Files.list(root().resolve(".parts"))) {
                assertThat(parts).isEmpty();
            }
        }
    }

    @Test
    void shouldKeepObjectsFromOthers() throws IOException {
        // given
        put("documents/d1", new byte[10]);

        // when
        Path file = onlyFile();

        // then
        assertThat(file).hasFileName("documents~d1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root())))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldSweepOnStartWhatDeadWritersLeft() throws IOException {
        // given
        Path abandoned = Files.createFile(root().resolve(".parts/1.part"));
        Path inUse = Files.createFile(root().resolve(".parts/2.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(NOW.minus(Duration.ofMinutes(61))));
        Files.setLastModifiedTime(inUse, FileTime.from(NOW.minus(Duration.ofMinutes(59))));

        // when
        openStore();

        // then
        assertThat(abandoned).doesNotExist();
        assertThat(inUse).exists();
        Files.delete(inUse);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 47, 48, 1047, 1049})
    void shouldReportFileThatIsNotWhole(int length) throws IOException {
        // given
        byte[] bytes = bytes(1, 1000);
        put("d1", bytes);
        Path file = onlyFile();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

        // when, then
        ObjectStore store = openStore();
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> store.open("d1"));
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> put("d1", bytes));
    }

    @Test
    void shouldReportFolderThatIsGone() throws IOException {
        // given
        ObjectStore store = openStore();
        Path away = temporary.resolve("away");
        Files.move(root(), away);

        // when, then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d1", new byte[1]));
        Files.move(away, root());
        put("d1", new byte[1]);
    }

    @Test
    void shouldSayThatAccessIsRefused() throws IOException {
        // given
        ForgetfulDisk disk = new ForgetfulDisk(Files.createDirectory(temporary.resolve("disk")));
        ObjectStore store = new FileSystemObjectStore(disk.root().resolve("objects"), Clock.systemUTC());

        // when
        disk.failForcing(new AccessDeniedException("/secret/folder"));

        // then
        assertThatExceptionOfType(StoreRefused.class)
                .isThrownBy(() -> store.putIfAbsent(
                        "d1", Channels.newChannel(InputStream.nullInputStream()), 0, Sha256.of(new byte[0])))
                .withMessageNotContaining("secret");
    }

    @Test
    void shouldSpreadObjectsOverSubFoldersByTheirNames() throws IOException {
        // when
        for (int i = 0; i < 40; i++) {
            put("d" + i, new byte[1]);
        }

        // then
        try (Stream<Path> folders = Files.list(root())) {
            assertThat(folders.map(folder -> folder.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .hasSizeBetween(20, 40)
                    .allMatch(name -> name.matches("[0-9a-f]{2}"));
        }
        assertThat(root().resolve("66/d1")).exists();
    }

    @Test
    void shouldRefuseRootThatIsNoFolder() throws IOException {
        // given
        Path file = Files.createFile(temporary.resolve("file"));

        // when, then
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> new FileSystemObjectStore(file, Clock.systemUTC()));
    }

    private Path root() {
        return temporary.resolve("objects");
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> paths = Files.walk(root())) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            assertThat(files).hasSize(1);
            return files.get(0);
        }
    }
}

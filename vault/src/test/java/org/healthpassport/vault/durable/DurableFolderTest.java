package org.healthpassport.vault.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableFolderTest {
    @TempDir
    Path temporary;

    @Test
    void shouldShowFileOnlyOncePublished() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(temporary.resolve("a/b"));
        Path target = folder.root().resolve("name");

        // when
        try (PartFile part = folder.begin()) {
            part.channel().write(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(target).doesNotExist();
            part.publishAs(target);
        }

        // then
        assertThat(target).hasBinaryContent(new byte[] {1, 2});
        assertThat(parts(folder)).isEmpty();
    }

    @Test
    void shouldPutFileInThePlaceOfAnother() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(temporary);
        Path target = folder.root().resolve("name");

        // when
        for (byte content = 1; content <= 2; content++) {
            try (PartFile part = folder.begin()) {
                part.write(new byte[] {content, content});
                part.replace(target);
            }
        }

        // then
        assertThat(target).hasBinaryContent(new byte[] {2, 2});
        assertThat(parts(folder)).isEmpty();
    }

    @Test
    void shouldLeaveNothingOfFileThatWasNotPublished() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(temporary);

        // when
        try (PartFile part = folder.begin()) {
            part.channel().write(ByteBuffer.wrap(new byte[] {1}));
        }

        // then
        assertThat(parts(folder)).isEmpty();
    }

    @Test
    void shouldKeepOthersOut() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(temporary.resolve("parent/child"));
        Path target = folder.root().resolve("name");

        // when
        try (PartFile part = folder.begin()) {
            part.publishAs(target);
        }

        // then
        assertThat(permissions(target)).isEqualTo("rw-------");
        assertThat(permissions(folder.root())).isEqualTo("rwx------");
        assertThat(permissions(folder.root().getParent())).isEqualTo("rwx------");
        assertThat(OwnerOnly.isSharedWithOthers(target)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLetExactlyOneOfManyWritersPublishName(boolean hardLinks) throws Exception {
        // given
        int writers = 16;
        DurableFolder.open(temporary);
        Path target = temporary.resolve("name");
        List<Callable<Boolean>> publications = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            byte[] content = {(byte) i};
            publications.add(() -> published(new DurableFolder(temporary, hardLinks), target, content));
        }

        // when
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        int winner = -1;
        int winners = 0;
        try {
            List<Future<Boolean>> results = threads.invokeAll(publications);
            for (int i = 0; i < writers; i++) {
                if (results.get(i).get()) {
                    winner = i;
                    winners++;
                }
            }
        } finally {
            threads.shutdownNow();
        }

        // then
        assertThat(winners).isEqualTo(1);
        assertThat(target).hasBinaryContent(new byte[] {(byte) winner});
    }

    @Test
    void shouldWorkWithoutPosixPermissionsAndHardLinks() throws IOException {
        // given
        URI archive = URI.create("jar:" + temporary.resolve("archive.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertThat(zip.supportedFileAttributeViews()).doesNotContain("posix");
            Path target = zip.getPath("/files/name");

            // when
            DurableFolder folder = DurableFolder.open(target.getParent());
            boolean first = published(folder, target, new byte[] {1});

            // then
            assertThat(first).isTrue();
            assertThatThrownBy(() -> {
                        try (PartFile part = folder.begin()) {
                            part.publishAs(target);
                        }
                    })
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(Files.readAllBytes(target)).containsExactly(1);
            assertThat(OwnerOnly.isSharedWithOthers(target)).isFalse();
            DurableFolder.delete(target);
            DurableFolder.delete(target);
            assertThat(Files.exists(target)).isFalse();
        }
    }

    @Test
    void shouldDeleteWhatIsNotThere() throws IOException {
        // given
        Path file = Files.createFile(temporary.resolve("name"));

        // when
        DurableFolder.delete(file);
        DurableFolder.delete(file);
        DurableFolder.delete(temporary.resolve("no/such/folder"));

        // then
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldMakeNoFolderForSweeping() throws IOException {
        DurableFolder.sweepAbandoned(temporary.resolve("folder"), Duration.ZERO);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldSweepByAge() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(temporary);
        Path abandoned = Files.createFile(temporary.resolve(".parts/old.part"));
        Path recent = Files.createFile(temporary.resolve(".parts/new.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(3700)));

        // when
        DurableFolder.sweepAbandoned(temporary, Duration.ofHours(1));

        // then
        assertThat(parts(folder)).containsExactly(recent);
    }

    @Test
    void shouldTellAFullDiskFromOtherFailures() throws IOException {
        // given
        IOException full = new IOException("No space left on device");
        IOException broken = new IOException("Input/output error");

        // when, then
        assertThat(DiskFull.sorted(full, temporary))
                .isInstanceOf(DiskFull.class)
                .hasCause(full);
        assertThat(DiskFull.sorted(broken, temporary)).isSameAs(broken);
        assertThat(DiskFull.sorted(broken, temporary.resolve("not/there"))).isSameAs(broken);
        IOException sorted = DiskFull.sorted(full, temporary);
        assertThat(DiskFull.sorted(sorted, temporary)).isSameAs(sorted);
        assertThat(DiskFull.caused(new IllegalStateException(sorted))).isTrue();
        assertThat(DiskFull.caused(new IllegalStateException("No space left on device")))
                .isFalse();
    }

    @Test
    void shouldPublishWithALinkWhereTheFileSystemHasLinks() throws IOException {
        // given
        DurableFolder folder = DurableFolder.open(temporary);

        // when
        boolean published = published(folder, temporary.resolve("name"), new byte[] {1});

        // then a lock is needed only without links
        assertThat(published).isTrue();
        assertThat(temporary.resolve(".parts/lock")).doesNotExist();
    }

    @Test
    void shouldSweepOnlyWhatHasBeenLeftLongAgo() throws IOException {
        // given
        Instant before = Instant.parse("2026-01-01T00:00:00Z");
        DurableFolder folder = DurableFolder.open(temporary);
        Path abandoned = Files.createFile(temporary.resolve(".parts/old.part"));
        Path recent = Files.createFile(temporary.resolve(".parts/new.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(before.minusSeconds(1)));
        Files.setLastModifiedTime(recent, FileTime.from(before.plusSeconds(1)));

        // when
        folder.sweepAbandoned(before);

        // then
        assertThat(parts(folder)).containsExactly(recent);
    }

    @Test
    void shouldReadAbsoluteAndRelativeFileUrls() {
        assertThat(FileUrl.toPath(URI.create("file:./data/objects"), "X")).isEqualTo(Path.of("./data/objects"));
        assertThat(FileUrl.toPath(URI.create("file:data"), "X")).isEqualTo(Path.of("data"));
        assertThat(FileUrl.toPath(URI.create("file:/var/a%20b"), "X")).isEqualTo(Path.of("/var/a b"));
        assertThat(FileUrl.toPath(URI.create("file:///var/a"), "X")).isEqualTo(Path.of("/var/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://key:secret@host/bucket", "data/objects", "file://host/path", "file:/a?b", "file:/a#b"})
    void shouldRefuseOtherUrlsNamingTheSettingButNotTheUrl(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileUrl.toPath(URI.create(url), "STORAGE_URL"))
                .withMessageContaining("STORAGE_URL")
                .matches(e -> !e.getMessage().contains("secret"));
    }

    private static boolean published(DurableFolder folder, Path target, byte[] content) throws IOException {
        try (PartFile part = folder.begin()) {
            part.channel().write(ByteBuffer.wrap(content));
            part.publishAs(target);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static List<Path> parts(DurableFolder folder) throws IOException {
        try (Stream<Path> parts = Files.list(folder.root().resolve(".parts"))) {
            return parts.toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

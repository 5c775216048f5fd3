package org.healthpassport.vault.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.healthpassport.vault.crash.ForgetfulDisk;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.folder.ObjectFile;
import org.healthpassport.vault.stream.DocumentKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagedFolderTest {
    private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");

    @TempDir
    Path temporary;

    private Path root;
    private StagedFiles files;

    @BeforeEach
    void open() {
        root = temporary.resolve("staged");
        files = new StagedFolder(root);
    }

    @Test
    void shouldShowFileOnlyOnceCommitted() throws Exception {
        // given
        byte[] bytes = {1, 2, 3};

        // when
        CommittedFile info;
        try (StagedFile file = files.begin("d1")) {
            file.channel().write(ByteBuffer.wrap(bytes, 0, 2));
            assertThat(root.resolve("d1")).doesNotExist();
            file.channel().write(ByteBuffer.wrap(bytes, 2, 1));
            info = file.commit();
        }

        // then
        assertThat(info.sizeBytes()).isEqualTo(3);
        assertThat(info.sha256()).isEqualTo(Sha256.of(bytes));
        assertThat(root.resolve("d1")).hasSize(ObjectFile.HEADER_BYTES + 3);
        assertThat(read(new StagedFolder(root), "d1")).isEqualTo(bytes);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("d1"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldStageStreamThatIsEncryptedOnItsWay() throws IOException {
        // given
        DocumentKey key = DocumentKey.generate();
        byte[] plaintext = "the patient's name".repeat(1000).getBytes(StandardCharsets.UTF_8);

        // when
        CommittedFile info;
        try (StagedFile file = files.begin("d1")) {
            try (WritableByteChannel encrypting = key.encrypting(file.channel(), "d1")) {
                encrypting.write(ByteBuffer.wrap(plaintext));
            }
            info = file.commit();
        }

        // then
        assertThat(info.sizeBytes()).isEqualTo(Files.size(root.resolve("d1")) - ObjectFile.HEADER_BYTES);
        assertThat(Files.readString(root.resolve("d1"), StandardCharsets.ISO_8859_1))
                .doesNotContain("patient");
        try (SeekableByteChannel decrypting = key.decrypting(files.open("d1"), "d1")) {
            assertThat(Channels.newInputStream(decrypting).readAllBytes()).isEqualTo(plaintext);
        }
    }

    @Test
    void shouldReadFileThatAnEarlierVersionStaged() throws IOException {
        // given
        byte[] bytes = "(".repeat(100).getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("d1"), bytes);

        // then
        assertThat(read(files, "d1")).isEqualTo(bytes);
        try (SeekableByteChannel channel = files.open("d1")) {
            assertThat(channel.size()).isEqualTo(100);
        }
    }

    @Test
    void shouldSayThatAStagedFileIsNotWhole() throws IOException {
        // given
        stage("d1", new byte[1_000]);
        Path file = root.resolve("d1");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1_000));

        // then
        assertThatExceptionOfType(DamagedObject.class).isThrownBy(() -> files.open("d1"));
    }

    @Test
    void shouldCommitNothingAfterAFailedWrite() throws IOException {
        // given
        ForgetfulDisk disk = new ForgetfulDisk(Files.createDirectory(temporary.resolve("disk")));
        StagedFiles onDisk = new StagedFolder(disk.root());
        StagedFile file = onDisk.begin("d1");
        file.channel().write(ByteBuffer.allocate(1_000));
        disk.endAfter(0);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> file.channel().close());

        // when
        disk.goOn();

        // then
        assertThatExceptionOfType(StagingUnavailable.class).isThrownBy(file::commit);
        assertThatExceptionOfType(StagedFileMissing.class).isThrownBy(() -> onDisk.open("d1"));
    }

    @Test
    void shouldLeaveNothingOfFileThatWasNotCommitted() throws IOException {
        // given
        try (StagedFile file = files.begin("d1")) {
            file.channel().write(ByteBuffer.allocate(10));
        }

        // when, then
        assertThat(root.resolve("d1")).doesNotExist();
        assertThatExceptionOfType(StagedFileMissing.class).isThrownBy(() -> files.open("d1"));
        assertThat(leftovers()).isZero();
    }

    @Test
    void shouldNeverReplaceCommittedFile() throws IOException {
        // given
        stage("d1", new byte[] {1});

        // when, then
        assertThatExceptionOfType(StagedFileConflict.class).isThrownBy(() -> stage("d1", new byte[] {2}));
        assertThat(read(files, "d1")).containsExactly(1);
        assertThat(leftovers()).isZero();
    }

    @Test
    void shouldTakeNothingAfterCommitOrClose() throws IOException {
        // given
        StagedFile committed = files.begin("d1");
        committed.commit();
        StagedFile closed = files.begin("d2");
        closed.close();

        // when, then
        assertThatIllegalStateException().isThrownBy(committed::commit);
        assertThatIllegalStateException().isThrownBy(closed::commit);
        assertThatExceptionOfType(ClosedChannelException.class)
                .isThrownBy(() -> committed.channel().write(ByteBuffer.allocate(1)));
        assertThat(committed.channel().isOpen()).isFalse();
        committed.close();
        closed.close();
        assertThat(read(files, "d1")).isEmpty();
    }

    @Test
    void shouldShowNothingOfAFileWhoseNameCouldNotBeForced() throws IOException {
        // given
        ForgetfulDisk disk = new ForgetfulDisk(Files.createDirectory(temporary.resolve("disk")));
        StagedFiles onDisk = new StagedFolder(disk.root());

        // when content is forced, but not the name
        StagedFile file = onDisk.begin("d1");
        file.channel().write(ByteBuffer.allocate(1));
        disk.failForcingNames(new IOException("No space left on device"));

        // then
        assertThatExceptionOfType(StagingFull.class).isThrownBy(file::commit);
        disk.failForcingNames(null);
        assertThatExceptionOfType(StagedFileMissing.class).isThrownBy(() -> onDisk.open("d1"));
    }

    @Test
    void shouldSayWhetherTheFolderFailedOrIsFull() throws IOException {
        // given
        ForgetfulDisk disk = new ForgetfulDisk(Files.createDirectory(temporary.resolve("disk")));
        StagedFile file = new StagedFolder(disk.root()).begin("d1");

        // when
        disk.failForcing(new IOException("Input/output error"));

        // then
        assertThatExceptionOfType(StagingUnavailable.class)
                .isThrownBy(file::commit)
                .isNotInstanceOf(StagingFull.class);
    }

    @Test
    void shouldCloseTheChannelWithTheFile() throws IOException {
        // given
        StagedFile file = files.begin("d1");
        WritableByteChannel channel = file.channel();
        assertThat(channel.isOpen()).isTrue();

        // when
        file.close();

        // then
        assertThat(channel.isOpen()).isFalse();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> channel.write(ByteBuffer.allocate(1)));
    }

    @Test
    void shouldListOnlyFilesThatAreStaged() throws IOException {
        // given
        Files.createFile(root.resolve("lost+found"));
        Files.setLastModifiedTime(root.resolve("lost+found"), FileTime.from(NOON.minusSeconds(1)));
        Files.setLastModifiedTime(root.resolve(".parts"), FileTime.from(NOON.minusSeconds(1)));

        // when, then
        assertThat(files.olderThan(NOON)).isEmpty();
    }

    @Test
    void shouldDeleteOnceOrTwice() throws IOException {
        // given
        stage("d1", new byte[] {1});

        // when
        files.delete("d1");
        files.delete("d1");

        // then
        assertThat(root.resolve("d1")).doesNotExist();
        stage("d1", new byte[] {2});
        assertThat(read(files, "d1")).containsExactly(2);
    }

    @Test
    void shouldListOldFilesForTheSweeper() throws IOException {
        // given
        stage("old", new byte[] {1, 2});
        stage("new", new byte[] {3});
        Files.setLastModifiedTime(root.resolve("old"), FileTime.from(NOON.minusSeconds(1)));
        Files.setLastModifiedTime(root.resolve("new"), FileTime.from(NOON));

        // when, then
        assertThat(files.olderThan(NOON)).containsExactly("old");
    }

    @Test
    void shouldSweepWhatDeadWritersLeft() throws IOException {
        // given
        stage("committed", new byte[] {1});
        Path abandoned = Files.createFile(root.resolve(".parts/1.part"));
        Files.setLastModifiedTime(abandoned, FileTime.from(NOON.minusSeconds(1)));
        Files.setLastModifiedTime(root.resolve("committed"), FileTime.from(NOON.minusSeconds(1)));
        StagedFile inTheMaking = files.begin("d1");

        // when
        files.sweepAbandoned(NOON.minusMillis(1));

        // then
        assertThat(abandoned).doesNotExist();
        assertThat(root.resolve("committed")).exists();
        inTheMaking.commit();
        assertThat(root.resolve("d1")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../d1", "a/b", "a.b", ".parts", "a b", "a\\b", "ä", "a\n", "a\0"})
    void shouldRefuseNamesThatAreNoPlainIds(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> files.begin(name));
        assertThatIllegalArgumentException().isThrownBy(() -> files.open(name));
        assertThatIllegalArgumentException().isThrownBy(() -> files.delete(name));
    }

    @Test
    void shouldReportFolderThatIsGone() throws IOException {
        // given
        Files.delete(root.resolve(".parts"));
        Files.delete(root);

        // when, then
        assertThatExceptionOfType(StagingUnavailable.class).isThrownBy(() -> files.begin("d1"));
        assertThatExceptionOfType(StagingUnavailable.class).isThrownBy(() -> files.olderThan(NOON));
    }

    @Test
    void shouldNotTakeThePlaceOfAVolumeForAFolderWithoutFiles() throws IOException {
        // given
        Path place = Files.createDirectory(temporary.resolve("mount-point"));

        // when, then
        assertThatExceptionOfType(StagingUnavailable.class).isThrownBy(() -> StagedFiles.existingAt(place.toUri()));
        assertThat(place).isEmptyDirectory();
        stage("d1", new byte[] {1});
        assertThat(read(StagedFiles.existingAt(root.toUri()), "d1")).containsExactly(1);
    }

    @Test
    void shouldNotSayThatAFileIsMissingOnceItsVolumeIsGone() throws IOException {
        // given
        Files.move(root, temporary.resolve("elsewhere"));
        Files.createDirectory(root);

        // when, then
        assertThatExceptionOfType(StagingUnavailable.class).isThrownBy(() -> files.open("d1"));
    }

    @Test
    void shouldOpenFolderOfFileUrlAndNameTheSettingForOthers() throws IOException {
        // given
        stage("d1", new byte[] {1});

        // when, then
        assertThat(read(StagedFiles.at(root.toUri()), "d1")).containsExactly(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StagedFiles.at(URI.create("gridfs:staged")))
                .withMessageContaining("STAGING_URL");
    }

    private void stage(String name, byte[] bytes) throws IOException {
        try (StagedFile file = files.begin(name)) {
            file.channel().write(ByteBuffer.wrap(bytes));
            file.commit();
        }
    }

    private static byte[] read(StagedFiles files, String name) throws IOException {
        try (SeekableByteChannel channel = files.open(name)) {
            return Channels.newInputStream(channel).readAllBytes();
        }
    }

    private long leftovers() throws IOException {
        try (Stream<Path> parts = Files.list(root.resolve(".parts"))) {
            return parts.count();
        }
    }
}

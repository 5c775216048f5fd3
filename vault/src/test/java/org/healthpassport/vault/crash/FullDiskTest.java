package org.healthpassport.vault.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    private static final int LARGEST_FILE_KILOBYTES = 256;

    @TempDir
    Path folder;

    @Test
    void shouldSayThatTheObjectStoreIsFullAndKeepNothingHalf() throws Exception {
        // when
        List<String> output = writeWithLittleRoom("objects");

        // then
        assertThat(output).startsWith("stored 1k").contains("StoreFull 1024k", "{objects=FULL}");
        assertThat(output).noneMatch(line -> line.startsWith("\tat "));
        assertThat(parts()).isEmpty();

        // when there is room again
        ObjectStore store = new FileSystemObjectStore(folder, Clock.systemUTC());
        byte[] bytes = new byte[1024 * 1024];
        assertThat(store.find("1k")).isPresent();
        assertThat(store.find("1024k")).isEmpty();
        store.putIfAbsent(
                "1024k", Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length, Sha256.of(bytes));

        // then
        assertThat(store.find("1024k")).isPresent();
    }

    @Test
    void shouldSayThatStagingIsFullAndKeepNothingHalf() throws Exception {
        // when
        List<String> output = writeWithLittleRoom("staging");

        // then
        assertThat(output).startsWith("stored 1k").contains("DiskFull 1024k", "{staging=FULL}");
        assertThat(output).noneMatch(line -> line.startsWith("\tat "));
        assertThat(parts()).isEmpty();

        // when there is room again
        StagedFiles files = new StagedFolder(folder);
        assertThat(folder.resolve("1k")).exists();
        assertThat(folder.resolve("1024k")).doesNotExist();
        try (StagedFile file = files.begin("1024k")) {
            file.channel().write(ByteBuffer.allocate(1024 * 1024));
            file.commit();
        }

        // then
        assertThat(folder.resolve("1024k")).exists();
    }

    private List<String> writeWithLittleRoom(String part) throws IOException, InterruptedException {
        Process writer =
                ChildJvm.startWithLargestFile(LARGEST_FILE_KILOBYTES, LimitedWriter.class, part, folder.toString());
        assumeTrue(writer != null, "Skipped: there is no bash here, whose 'ulimit -f' limits the size of files");
        List<String> output = writer.inputReader().lines().toList();
        assertThat(writer.waitFor()).isZero();
        return output;
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> parts = Files.list(folder.resolve(".parts"))) {
            return parts.toList();
        }
    }
}

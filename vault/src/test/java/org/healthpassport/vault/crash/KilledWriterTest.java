package org.healthpassport.vault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {
    private static final int ROUNDS = 4;
    private static final int ACKNOWLEDGED_PER_ROUND = 25;

    @TempDir
    Path folder;

    @Test
    void shouldKeepAcknowledgedObjectsWholeAndShowNoHalfOnes() throws Exception {
        // given
        int last = writeAndKill("objects");

        // when
        ObjectStore store = new FileSystemObjectStore(folder, Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));

        // then
        assertEveryItemIsWhole(last, name -> store.find(name).map(found -> store.open(name)));
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void shouldKeepCommittedStagedFilesWholeAndShowNoHalfOnes() throws Exception {
        // given
        int last = writeAndKill("staged");

        // when
        StagedFiles files = new StagedFolder(folder);
        files.sweepAbandoned(Instant.now().plusSeconds(60));

        // then
        assertEveryItemIsWhole(
                last, name -> Files.exists(folder.resolve(name)) ? Optional.of(files.open(name)) : Optional.empty());
        assertThat(leftovers()).isEmpty();
        assertThat(files.olderThan(Instant.now().plusSeconds(60))).hasSizeBetween(last, last + ROUNDS + 1);
    }

    /** Every number up to the last acknowledged one was acknowledged, or was being written when its writer was killed. */
    private int writeAndKill(String kind) throws Exception {
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int target = next + ACKNOWLEDGED_PER_ROUND + 7 * round;
            Process writer = ChildJvm.start(EndlessWriter.class, kind, folder.toString(), String.valueOf(next));
            try (BufferedReader acknowledgements = writer.inputReader()) {
                String line = acknowledgements.readLine();
                while (line != null) {
                    assertThat(Integer.parseInt(line)).isEqualTo(next++);
                    if (next == target) {
                        // By its handle: Process.destroyForcibly would throw away what is left in the pipe.
                        writer.toHandle().destroyForcibly();
                    }
                    line = acknowledgements.readLine();
                }
            } finally {
                writer.destroyForcibly().waitFor();
            }
            assertThat(next).isGreaterThanOrEqualTo(target);
        }
        return next - 1;
    }

    private void assertEveryItemIsWhole(int last, Function<String, Optional<SeekableByteChannel>> items)
            throws IOException {
        for (int number = 0; number <= last + 1; number++) {
            Optional<SeekableByteChannel> item = items.apply(Acknowledged.name(number));
            if (number <= last) {
                assertThat(item).as("item %d", number).isPresent();
            }
            if (item.isPresent()) {
                try (SeekableByteChannel bytes = item.get()) {
                    assertThat(Channels.newInputStream(bytes).readAllBytes()).isEqualTo(Acknowledged.bytes(number));
                }
            }
        }
    }

    private Stream<Path> leftovers() throws IOException {
        try (Stream<Path> parts = Files.list(folder.resolve(".parts"))) {
            return parts.toList().stream();
        }
    }
}

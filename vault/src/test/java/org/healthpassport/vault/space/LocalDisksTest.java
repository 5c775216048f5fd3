package org.healthpassport.vault.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.vault.crash.ForgetfulDisk;
import org.healthpassport.vault.space.FreeSpace.Space;
import org.healthpassport.vault.staging.StagingFull;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LocalDisksTest {
    private static final long MB = 1L << 20;
    private static final DiskLimits LIMITS = new DiskLimits(5, 1024 * MB);

    @TempDir
    Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(LocalDisks.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Instant now = Instant.EPOCH;
    private long freeMegabytes = 100_000;

    @BeforeEach
    void listen() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(logged);
    }

    @ParameterizedTest
    @CsvSource({
        // A large disk: 1 GB counts, not 5 % of it.
        "1000000, 1024, OK",
        "1000000, 1023, LOW",
        "1000000,  256, LOW",
        "1000000,  255, SCARCE",
        "1000000,   16, SCARCE",
        "1000000,   15, FULL",
        // A small one: 5 % of it counts, not 1 GB.
        "  10000,  500, OK",
        "  10000,  499, LOW",
        "  10000,  125, LOW",
        "  10000,  124, SCARCE",
        // A very small one: whatever the limits say, uploads end long before writes fail.
        "    400,   64, OK",
        "    400,   63, LOW",
        "    400,   32, LOW",
        "    400,   31, SCARCE",
        "    400,   16, SCARCE",
        "    400,   15, FULL",
    })
    void shouldJudgeByTheSmallerOfTheTwoLimits(long totalMegabytes, long freeMegabytes, DiskState state) {
        assertThat(LIMITS.state(new Space(freeMegabytes * MB, totalMegabytes * MB)))
                .isEqualTo(state);
    }

    @Test
    void shouldRefuseLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new DiskLimits(51, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DiskLimits(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DiskLimits(5, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLogOncePerChangeWithFolderAndCause() {
        // given
        LocalDisks disks = disks();
        assertThat(disks.states().values()).containsOnly(DiskState.OK);

        // when it fills up, and is looked at again and again
        for (long free : new long[] {900, 800, 100, 90, 5, 4, 0, 100_000, 100_000}) {
            freeMegabytes = free;
            now = now.plusSeconds(1);
            disks.states();
            disks.states();
        }

        // then
        assertThat(lines()).hasSize(4).allMatch(line -> line.contains(folder.toString()) && line.contains("staging"));
        assertThat(lines().toList().get(2)).contains("full", "5 MB are free");
        assertThat(lines().toList().get(3)).contains("room again");
    }

    @Test
    void shouldLookAtMostOnceASecond() {
        // given
        LocalDisks disks = disks();
        assertThat(disks.states()).containsEntry("staging", DiskState.OK);

        // when
        freeMegabytes = 0;

        // then
        assertThat(disks.states()).containsEntry("staging", DiskState.OK);
        now = now.plusSeconds(1);
        assertThat(disks.states()).containsEntry("staging", DiskState.FULL);
    }

    @Test
    void shouldBeFullAfterAFailedWriteUntilATrialGoesThrough() {
        // given
        LocalDisks disks = disks();
        IOException failure = new IOException("File too large");

        // when
        disks.writeFailed("staging", new StagingFull("Expected room, but there is none", failure));
        disks.writeFailed("objects", failure);

        // then, although the file system says that there is room
        now = now.plusSeconds(2);
        assertThat(disks.states()).containsExactly(Map.entry("staging", DiskState.FULL));
        assertThat(lines()).singleElement().asString().contains("File too large");
        now = now.plusSeconds(4);
        assertThat(disks.states()).containsEntry("staging", DiskState.OK);
        assertThat(folder.resolve(".parts")).isEmptyDirectory();
    }

    @Test
    void shouldStayFullWhileATrialIsTakenButCannotBeForced() {
        // given a file system that finds out only when it is asked to write to the disk
        ForgetfulDisk disk = new ForgetfulDisk(folder);
        LocalDisks disks = disks(disk.root());
        IOException failure = new IOException("No space left on device");
        disks.writeFailed("staging", failure);
        now = now.plusSeconds(6);
        assertThat(disks.states()).containsEntry("staging", DiskState.OK);
        disks.writeFailed("staging", failure);

        // when
        disk.failForcing(failure);
        now = now.plusSeconds(6);

        // then
        assertThat(disks.states()).containsEntry("staging", DiskState.FULL);
        disk.failForcing(null);
        now = now.plusSeconds(6);
        assertThat(disks.states()).containsEntry("staging", DiskState.OK);
    }

    @Test
    void shouldIgnoreOtherFailures() {
        // given
        LocalDisks disks = disks();

        // when
        disks.writeFailed("staging", new IOException("Input/output error"));

        // then
        assertThat(disks.states().values()).containsOnly(DiskState.OK);
    }

    @Test
    void shouldMeasureAFolderThatIsNotThereYet() throws IOException {
        assertThat(FreeSpace.OF_THE_FILE_SYSTEM.of(folder.resolve("not/yet")).totalBytes())
                .isEqualTo(FreeSpace.OF_THE_FILE_SYSTEM.of(folder).totalBytes());
    }

    private LocalDisks disks() {
        return disks(folder);
    }

    private LocalDisks disks(Path folder) {
        InstantSource time = () -> now;
        return new LocalDisks(
                Map.of("staging", folder),
                LIMITS,
                part -> new Space(freeMegabytes * MB, 1_000_000 * MB),
                time.withZone(ZoneOffset.UTC));
    }

    private Stream<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage);
    }
}

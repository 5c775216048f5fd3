package org.healthpassport.standalone.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.healthpassport.vault.space.FreeSpace.Space;
import org.junit.jupiter.api.Test;

class DiskSpaceCheckTest {
    private static final Path DATA = Path.of("data").toAbsolutePath();

    @Test
    void shouldNameEachPartWhoseDiskIsFull() {
        // given
        DiskSpaceCheck check =
                DiskSpaceCheck.of(StandaloneSettings.from(Map.of("HEALTHPASSPORT_DATA_DIR", DATA.toString())));

        // then
        assertThatThrownBy(() ->
                        check.requireSpace(folder -> new Space(folder.endsWith("objects") ? 1L << 30 : 0, 1L << 40)))
                .isInstanceOfSatisfying(
                        StartFailed.class,
                        failure -> assertThat(failure.reasons())
                                .hasSize(3)
                                .allMatch(line -> line.contains("Make space"))
                                .anyMatch(line -> line.contains("'store' in " + DATA.resolve("store")))
                                .anyMatch(line -> line.contains("'broker' in " + DATA.resolve("broker")))
                                .anyMatch(line -> line.contains("'staging' in " + DATA.resolve("staged"))));
    }

    @Test
    void shouldNotCheckDisksOfOtherMachines() {
        // given
        DiskSpaceCheck check = DiskSpaceCheck.of(StandaloneSettings.from(Map.of(
                "HEALTHPASSPORT_DATA_DIR", DATA.toString(),
                "MONGODB_URI", "mongodb://db.example.org/passport",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka.example.org:9092")));

        // then
        assertThatThrownBy(() -> check.requireSpace(folder -> new Space(0, 1L << 40)))
                .isInstanceOfSatisfying(
                        StartFailed.class,
                        failure -> assertThat(failure.reasons()).hasSize(2));
    }

    @Test
    void shouldPassIfFreeSpaceIsUnknown() {
        // given
        DiskSpaceCheck check = new DiskSpaceCheck(Map.of("store", DATA));

        // then
        assertThatCode(() -> check.requireSpace(folder -> {
                    throw new IOException("unknown");
                }))
                .doesNotThrowAnyException();
    }
}

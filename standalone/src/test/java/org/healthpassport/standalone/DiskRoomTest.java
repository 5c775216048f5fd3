package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.healthpassport.vault.space.FreeSpace.Space;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
    private static final Path DATA = Path.of("data").toAbsolutePath();

    @Test
    void shouldNameEachPartWhoseDiskIsFull() {
        // given
        DiskRoom room = DiskRoom.of(StandaloneSettings.from(Map.of("HEALTHPASSPORT_DATA_DIR", DATA.toString())));

        // then
        assertThatThrownBy(() -> room.require(folder -> new Space(folder.endsWith("objects") ? 1L << 30 : 0, 1L << 40)))
                .isInstanceOfSatisfying(
                        CannotStart.class,
                        failure -> assertThat(failure.reasons())
                                .hasSize(3)
                                .allMatch(line -> line.contains("Make space"))
                                .anyMatch(line -> line.contains("'store' in " + DATA.resolve("store")))
                                .anyMatch(line -> line.contains("'broker' in " + DATA.resolve("broker")))
                                .anyMatch(line -> line.contains("'staging' in " + DATA.resolve("staged"))));
    }

    @Test
    void shouldNotAskForRoomForWhatLiesElsewhere() {
        // given
        DiskRoom room = DiskRoom.of(StandaloneSettings.from(Map.of(
                "HEALTHPASSPORT_DATA_DIR", DATA.toString(),
                "MONGODB_URI", "mongodb://db.example.org/passport",
                "KAFKA_BOOTSTRAP_SERVERS", "kafka.example.org:9092")));

        // then
        assertThatThrownBy(() -> room.require(folder -> new Space(0, 1L << 40)))
                .isInstanceOfSatisfying(
                        CannotStart.class,
                        failure -> assertThat(failure.reasons()).hasSize(2));
    }

    @Test
    void shouldStartWhereNobodyKnowsHowMuchRoomThereIs() {
        // given
        DiskRoom room = new DiskRoom(Map.of("store", DATA));

        // then
        assertThatCode(() -> room.require(folder -> {
                    throw new IOException("unknown");
                }))
                .doesNotThrowAnyException();
    }
}

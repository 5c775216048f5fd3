package org.healthpassport.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.vault.object.StoreFull;
import org.healthpassport.vault.space.DiskLimits;
import org.healthpassport.vault.space.DiskState;
import org.healthpassport.vault.space.FreeSpace.Space;
import org.healthpassport.vault.space.LocalDisks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class DiskHealthTest {
    @TempDir
    Path folder;

    @Test
    void shouldBeUpWithLittleSpaceBecauseItTakesNoUploads() {
        assertThat(new DiskHealth(disks(20)).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void shouldNameTheObjectStoreWhenItsDiskIsFull() {
        // given
        DiskHealth health = new DiskHealth(disks(0));

        // then
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).isEqualTo(Map.of("objects", DiskState.FULL));
    }

    @Test
    void shouldNameTheObjectStoreWhenAWriteFailed() {
        // given
        LocalDisks disks = disks(100_000);

        // when
        disks.writeFailed(
                "objects",
                new TransientFailure(
                        "Expected to write objects, but one is away",
                        new StoreFull("Expected room, but there is none", new IOException("File too large"))));

        // then
        assertThat(new DiskHealth(disks).health().getStatus()).isEqualTo(Status.DOWN);
    }

    private LocalDisks disks(long freeMegabytes) {
        return new LocalDisks(
                Map.of("objects", folder),
                new DiskLimits(0, 0),
                part -> new Space(freeMegabytes << 20, 1L << 40),
                Clock.systemUTC());
    }
}

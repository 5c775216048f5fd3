package org.healthpassport.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.vault.durable.FileUrl;
import org.healthpassport.vault.space.DiskLimits;
import org.healthpassport.vault.space.FreeSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that write to disks of this machine, and whether there is room for them to start. */
record DiskRoom(Map<String, Path> folders) {
    private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

    DiskRoom {
        folders = new LinkedHashMap<>(folders);
    }

    static DiskRoom of(StandaloneSettings settings) {
        Map<String, Path> folders = new LinkedHashMap<>(ofEngines(settings));
        folders.put("objects", FileUrl.toPath(settings.storageUrl(), "STORAGE_URL"));
        folders.put("staging", settings.stagingFolder());
        return new DiskRoom(folders);
    }

    /** Those that the services cannot know by their own settings. */
    static Map<String, Path> ofEngines(StandaloneSettings settings) {
        Map<String, Path> folders = new LinkedHashMap<>();
        if (settings.mongoDbUri() == null) {
            folders.put("store", settings.storeFolder());
        }
        if (settings.kafkaBootstrapServers() == null) {
            folders.put("broker", settings.brokerFolder());
        }
        return folders;
    }

    /** @throws CannotStart with a line for each part whose disk is full */
    void require(FreeSpace freeSpace) {
        List<String> full = new ArrayList<>();
        folders.forEach((part, folder) -> {
            try {
                long usable = freeSpace.of(folder).usableBytes();
                if (usable < DiskLimits.FULL_BYTES) {
                    full.add(
                            "The disk of part '%s' in %s is full: %d MB are free, and at least %d are needed. Make space, then start again."
                                    .formatted(part, folder, usable >> 20, DiskLimits.FULL_BYTES >> 20));
                }
            } catch (IOException unknown) {
                // Whoever writes there will find out, and say so.
                log.debug("Expected to measure the free space of {}, but could not", folder, unknown);
            }
        });
        if (!full.isEmpty()) {
            throw new CannotStart(full);
        }
    }
}

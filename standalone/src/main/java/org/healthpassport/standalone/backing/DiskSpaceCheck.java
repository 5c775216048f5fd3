package org.healthpassport.standalone.backing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.healthpassport.vault.durable.FileUrl;
import org.healthpassport.vault.space.DiskLimits;
import org.healthpassport.vault.space.FreeSpace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks before the start that no disk of this machine is full.
 *
 * @param folders the folder of each part that writes to a local disk, by the name of the part
 */
public record DiskSpaceCheck(Map<String, Path> folders) {
    private static final Logger log = LoggerFactory.getLogger(DiskSpaceCheck.class);

    public DiskSpaceCheck {
        folders = new LinkedHashMap<>(folders);
    }

    public static DiskSpaceCheck of(StandaloneSettings settings) {
        Map<String, Path> folders = new LinkedHashMap<>(foldersOfBackingServices(settings));
        if ("file".equals(settings.storageUrl().getScheme())) {
            folders.put("objects", FileUrl.toPath(settings.storageUrl(), "STORAGE_URL"));
        }
        folders.put("staging", settings.stagingFolder());
        return new DiskSpaceCheck(folders);
    }

    /** The folders of the embedded store and broker, which the services cannot know from their own settings. */
    public static Map<String, Path> foldersOfBackingServices(StandaloneSettings settings) {
        Map<String, Path> folders = new LinkedHashMap<>();
        if (settings.mongoDbUri() == null) {
            folders.put("store", settings.storeFolder());
        }
        if (settings.kafkaBootstrapServers() == null) {
            folders.put("broker", settings.brokerFolder());
        }
        return folders;
    }

    /** @throws StartFailed with a line for each part whose disk is full */
    public void requireSpace(FreeSpace freeSpace) {
        List<String> full = new ArrayList<>();
        folders.forEach((part, folder) -> {
            try {
                long usable = freeSpace.of(folder).usableBytes();
                if (usable < DiskLimits.FULL_BYTES) {
                    full.add(
                            "The disk of part '%s' in %s is full: %d MB are free, at least %d MB are needed. Make space, then start again."
                                    .formatted(part, folder, usable >> 20, DiskLimits.FULL_BYTES >> 20));
                }
            } catch (IOException unknown) {
                // The part itself reports a full disk when it writes there.
                log.debug("Expected to measure the free space of {}, but could not", folder, unknown);
            }
        });
        if (!full.isEmpty()) {
            throw new StartFailed(full);
        }
    }
}

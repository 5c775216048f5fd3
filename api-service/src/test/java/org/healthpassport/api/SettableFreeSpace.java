package org.healthpassport.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthpassport.vault.space.FreeSpace;

/** Disks of 1 TB whose free space a test can set, by the last name of the folder; plenty otherwise. */
public final class SettableFreeSpace implements FreeSpace {
    private static final long MUCH = 500L << 30;
    private static final long WHOLE = 1L << 40;

    private final Map<String, Long> usable = new ConcurrentHashMap<>();

    @Override
    public Space of(Path folder) {
        return new Space(usable.getOrDefault(folder.getFileName().toString(), MUCH), WHOLE);
    }

    public void set(String folder, long usableMegabytes) {
        usable.put(folder, usableMegabytes << 20);
    }

    public void reset() {
        usable.clear();
    }
}

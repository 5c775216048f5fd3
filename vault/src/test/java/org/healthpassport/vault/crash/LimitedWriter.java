package org.healthpassport.vault.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.StoreUnavailable;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.space.DiskLimits;
import org.healthpassport.vault.space.FreeSpace;
import org.healthpassport.vault.space.LocalDisks;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFolder;
import org.healthpassport.vault.staging.StagingUnavailable;

/** Writes one item that has room and one that has none, and prints how that ended. */
final class LimitedWriter {
    private LimitedWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        LocalDisks disks = new LocalDisks(
                Map.of(arguments[0], folder),
                new DiskLimits(5, 1 << 30),
                FreeSpace.OF_THE_FILE_SYSTEM,
                Clock.systemUTC());
        for (int kilobytes = 1; kilobytes <= 1024; kilobytes *= 1024) {
            byte[] bytes = new byte[kilobytes * 1024];
            try {
                if (arguments[0].equals("objects")) {
                    putObject(folder, kilobytes + "k", bytes);
                } else {
                    stage(folder, kilobytes + "k", bytes);
                }
                System.out.println("stored " + kilobytes + "k");
            } catch (IOException | StoreUnavailable | StagingUnavailable e) {
                System.out.println(e.getClass().getSimpleName() + " " + kilobytes + "k");
                disks.writeFailed(arguments[0], e);
                System.out.println(disks.states());
            }
        }
    }

    private static void putObject(Path folder, String name, byte[] bytes) throws Exception {
        new FileSystemObjectStore(folder, Clock.systemUTC())
                .putIfAbsent(
                        name, Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length, Sha256.of(bytes));
    }

    private static void stage(Path folder, String name, byte[] bytes) throws IOException {
        try (StagedFile file = new StagedFolder(folder).begin(name)) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                file.channel().write(all);
            }
            file.commit();
        }
    }
}

package org.healthpassport.vault.crash;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Clock;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.healthpassport.vault.staging.StagedFile;
import org.healthpassport.vault.staging.StagedFiles;
import org.healthpassport.vault.staging.StagedFolder;

/** Writes numbered items until it is killed, and prints the number of each one that was acknowledged. */
final class EndlessWriter {
    private EndlessWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        int first = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("objects")) {
            ObjectStore store = new FileSystemObjectStore(folder, Clock.systemUTC());
            for (int number = first; isHeard(); number++) {
                byte[] bytes = Acknowledged.bytes(number);
                store.putIfAbsent(
                        Acknowledged.name(number),
                        Channels.newChannel(new ByteArrayInputStream(bytes)),
                        bytes.length,
                        Sha256.of(bytes));
                System.out.println(number);
            }
            return;
        }
        StagedFiles files = new StagedFolder(folder);
        for (int number = first; isHeard(); number++) {
            try (StagedFile file = files.begin(Acknowledged.name(number))) {
                ByteBuffer bytes = ByteBuffer.wrap(Acknowledged.bytes(number));
                while (bytes.hasRemaining()) {
                    file.channel().write(bytes);
                }
                file.commit();
            }
            System.out.println(number);
        }
    }

    /** False once nobody reads any more: a writer must not outlive its test. */
    private static boolean isHeard() {
        return !System.out.checkError();
    }
}

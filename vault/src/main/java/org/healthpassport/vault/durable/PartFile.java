package org.healthpassport.vault.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the making: published whole under a name, or gone when closed. For one thread at a time. */
public final class PartFile implements Closeable {
    private final DurableFolder folder;
    private final Path part;
    private final FileChannel channel;

    PartFile(DurableFolder folder, Path part, FileChannel channel) {
        this.folder = folder;
        this.part = part;
        this.channel = channel;
    }

    public FileChannel channel() {
        return channel;
    }

    /**
     * Forces the content to disk and makes it visible as {@code target}; both survive a power loss when this returns.
     *
     * @param target a path in the folder this part was begun in, or in a sub-folder of it
     * @throws FileAlreadyExistsException when there is a file of that name, which is left as it is
     */
    public void publishAs(Path target) throws IOException {
        channel.force(true);
        channel.close();
        folder.publish(part, target);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(part);
        }
    }
}

package org.healthpassport.vault.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file in the making: published whole under a name, or gone when closed. For one thread at a time. */
public final class PartFile implements Closeable {
    private final DurableFolder folder;
    private final Path part;
    private final FileChannel channel;
    private boolean published;

    PartFile(DurableFolder folder, Path part, FileChannel channel) {
        this.folder = folder;
        this.part = part;
        this.channel = channel;
    }

    /** Appends to the file; fails with {@link DiskFull} when the disk is full. */
    public WritableByteChannel channel() {
        return new PartChannel(channel, folder.root());
    }

    /** Appends all of these bytes. */
    public void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel().write(buffer);
        }
    }

    /** Writes bytes over those at the start of the file, which were written before. */
    public void rewriteStart(ByteBuffer bytes) throws IOException {
        long position = 0;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** The name of the file before it is published. */
    public Path path() {
        return part;
    }

    /** Forces the written bytes to disk. */
    public void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw DiskFull.sorted(e, folder.root());
        }
    }

    /**
     * Forces the content to disk and makes it visible as {@code target}; both survive a power loss when this returns.
     *
     * @param target a path in the folder this part was begun in, or in a sub-folder of it
     * @throws FileAlreadyExistsException when there is a file of that name, which is left as it is
     */
    public void publishAs(Path target) throws IOException {
        try {
            channel.force(true);
            channel.close();
            folder.publish(part, target);
            published = true;
            DurableFolder.forceName(target);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw DiskFull.sorted(e, folder.root());
        }
    }

    /**
     * True once the file is visible under its name, even if {@link #publishAs} failed after that and the name is not
     * durable.
     */
    public boolean isPublished() {
        return published;
    }

    /**
     * As {@link #publishAs}, but takes the place of a file of that name, if there is one: a reader sees the old file or
     * the new one, whole.
     */
    public void replace(Path target) throws IOException {
        try {
            channel.force(true);
            channel.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DurableFolder.forceName(target);
        } catch (IOException e) {
            throw DiskFull.sorted(e, folder.root());
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(part);
        }
    }
}

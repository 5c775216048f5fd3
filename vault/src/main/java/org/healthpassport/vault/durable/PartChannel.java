package org.healthpassport.vault.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Appends to a file, and reports a full disk as {@link DiskFull}. Closing it leaves the file open. */
record PartChannel(FileChannel file, Path folder) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        try {
            return file.write(bytes);
        } catch (IOException e) {
            throw DiskFull.sorted(e, folder);
        }
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() {
        // The file has to be forced to disk yet.
    }
}

package org.healthpassport.embedded.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.healthpassport.embedded.DiskSpace;

/**
 * An H2 file system that deletes the {@link BallastFile} and writes again when the disk is full, as one failed write
 * closes the store for good. Public because H2 makes instances by reflection.
 */
public final class RetryingFilePath extends FilePathWrapper {
    private static final String SCHEME = "spared";
    private static final Map<String, BallastFile> BALLASTS = new ConcurrentHashMap<>();

    static {
        FilePath.register(new RetryingFilePath());
    }

    /** The name by which H2 opens the store's file through this file system. */
    public static String name(String fileName, BallastFile ballast) {
        BALLASTS.put(FilePath.get(fileName).toString(), ballast);
        return SCHEME + ':' + fileName;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel channel = super.open(mode);
        BallastFile ballast = BALLASTS.get(getBase().toString());
        return ballast == null ? channel : new Spared(channel, ballast);
    }

    private static final class Spared extends FileBaseDefault {
        private final FileChannel channel;
        private final BallastFile ballast;

        Spared(FileChannel channel, BallastFile ballast) {
            this.channel = channel;
            this.ballast = ballast;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            try {
                return channel.write(source, position);
            } catch (IOException e) {
                if (DiskSpace.causeOf(e) == null || !ballast.release()) {
                    throw e;
                }
                return channel.write(source, position);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            channel.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}

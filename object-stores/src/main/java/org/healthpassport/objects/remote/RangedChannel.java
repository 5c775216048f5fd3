package org.healthpassport.objects.remote;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.healthpassport.vault.ReadOnlyChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object behind a network from any position. The connection of the last read is used on for the next one, and
 * where it was cut, reading goes on with another one.
 */
public final class RangedChannel implements ReadOnlyChannel {
    /** Reading over a few bytes is cheaper than another request. */
    private static final int SKIPPED_AT_MOST = 64 * 1024;

    private static final int ATTEMPTS_WITHOUT_A_BYTE = 3;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Range range;
    private final long sizeBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable InputStream open;
    private long openAt;
    private long position;
    private boolean closed;

    /** @param range gives the bytes of the very object that was opened, or fails if there is another one by now */
    public RangedChannel(Range range, long sizeBytes) {
        this.range = range;
        this.sizeBytes = sizeBytes;
    }

    /** Gives the bytes from a position to the end. */
    @FunctionalInterface
    public interface Range {

        /** The stream ends with the object, or earlier with the connection. */
        InputStream from(long position) throws IOException;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        if (!target.hasRemaining()) {
            return 0;
        }
        if (position >= sizeBytes) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(target.remaining(), buffer.length), sizeBytes - position);
        int read = readSome(wanted);
        target.put(buffer, 0, read);
        position += read;
        openAt = position;
        return read;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public RangedChannel position(long newPosition) throws IOException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("Expected a position, but it is negative.");
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return sizeBytes;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        disconnect();
    }

    private int readSome(int wanted) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                int read = connected().read(buffer, 0, wanted);
                if (read > 0) {
                    return read;
                }
                throw new EOFException("Expected more of an object, but its store ended the answer.");
            } catch (IOException cut) {
                disconnectQuietly(cut);
                if (attempt == ATTEMPTS_WITHOUT_A_BYTE) {
                    throw cut;
                }
            }
        }
    }

    private InputStream connected() throws IOException {
        if (open != null && position >= openAt && position - openAt <= SKIPPED_AT_MOST) {
            open.skipNBytes(position - openAt);
        } else {
            disconnect();
            open = range.from(position);
        }
        openAt = position;
        return open;
    }

    private void disconnect() throws IOException {
        InputStream last = open;
        open = null;
        if (last != null) {
            last.close();
        }
    }

    private void disconnectQuietly(IOException cut) {
        try {
            disconnect();
        } catch (IOException alsoFailed) {
            cut.addSuppressed(alsoFailed);
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}

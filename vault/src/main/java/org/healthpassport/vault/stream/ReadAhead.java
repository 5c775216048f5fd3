package org.healthpassport.vault.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.healthpassport.vault.ReadOnlyChannel;

/**
 * Reads several segments of ciphertext at a time. Decryption asks for each of them alone, by a position and a read, and
 * each of both is a call to the system. For one thread at a time.
 */
final class ReadAhead implements ReadOnlyChannel {
    /** Small enough for every download that is under way at the same time. */
    private static final int BYTES = 32 * 1024;

    private final SeekableByteChannel source;
    private final ByteBuffer ahead = ByteBuffer.allocate(BYTES).limit(0);
    private long position;

    /** The place in the source of the first byte that was read ahead. */
    private long aheadFrom;

    ReadAhead(SeekableByteChannel source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (position < aheadFrom || position >= aheadFrom + ahead.limit()) {
            int read = fill();
            if (read <= 0) {
                return read;
            }
        }
        int offset = Math.toIntExact(position - aheadFrom);
        int length = Math.min(target.remaining(), ahead.limit() - offset);
        target.put(ahead.array(), offset, length);
        position += length;
        return length;
    }

    private int fill() throws IOException {
        ahead.limit(0);
        source.position(position);
        aheadFrom = position;
        ahead.clear();
        int read = -1;
        try {
            read = source.read(ahead);
        } finally {
            ahead.limit(Math.max(0, read));
        }
        return read;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() throws IOException {
        return source.size();
    }

    @Override
    public boolean isOpen() {
        return source.isOpen();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}

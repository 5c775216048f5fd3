package org.healthpassport.vault.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Bytes in memory that come in short reads, like those of a network, and fail from a position on when told to. */
final class FaultyChannel implements SeekableByteChannel {
    private final byte[] bytes;
    private long position;
    private long failAt = Long.MAX_VALUE;
    private boolean open = true;

    FaultyChannel(byte[] bytes) {
        this.bytes = bytes;
    }

    void failAt(long failAt) {
        this.failAt = failAt;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position >= failAt) {
            throw new IOException("source failed");
        }
        if (position >= bytes.length) {
            return -1;
        }
        int length = (int) Math.min(Math.min(target.remaining(), bytes.length - position), 1 + position % 1500);
        target.put(bytes, (int) position, length);
        position += length;
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long position) {
        this.position = position;
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}

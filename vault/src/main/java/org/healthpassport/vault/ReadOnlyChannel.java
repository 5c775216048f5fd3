package org.healthpassport.vault;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel that is read from any position and never written, such as every view of stored ciphertext. */
public interface ReadOnlyChannel extends SeekableByteChannel {

    @Override
    default int write(ByteBuffer bytes) {
        throw new NonWritableChannelException();
    }

    @Override
    default SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}

package org.healthpassport.vault.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Makes Tink's encrypting channel take whole buffers, and keeps it from being closed after a failure: that would end a
 * ciphertext with bytes missing in a valid last segment.
 */
final class EncryptingChannel implements WritableByteChannel {
    private final WritableByteChannel encrypter;
    private final WritableByteChannel destination;
    private boolean failed;

    EncryptingChannel(WritableByteChannel encrypter, WritableByteChannel destination) {
        this.encrypter = encrypter;
        this.destination = destination;
    }

    @Override
    public int write(ByteBuffer plaintext) throws IOException {
        if (failed) {
            throw new IOException("Expected a ciphertext that can be continued, but an earlier write failed.");
        }
        int size = plaintext.remaining();
        failed = true;
        while (plaintext.hasRemaining()) {
            encrypter.write(plaintext);
        }
        failed = false;
        return size;
    }

    @Override
    public boolean isOpen() {
        return encrypter.isOpen() && destination.isOpen();
    }

    @Override
    public void close() throws IOException {
        try (destination) {
            if (!failed) {
                failed = true;
                encrypter.close();
            }
        }
    }
}

package org.healthpassport.vault.stream;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import org.healthpassport.vault.ReadOnlyChannel;
import org.healthpassport.vault.key.SealBroken;

/**
 * Makes Tink's seekable channel behave as a blocking channel: it knows its size from the start, never reads zero bytes,
 * and reports a broken seal and a failed source differently.
 */
final class DecryptingChannel implements ReadOnlyChannel {
    private final SeekableByteChannel plaintext;
    private final FailureRecordingSource source;

    private DecryptingChannel(SeekableByteChannel plaintext, FailureRecordingSource source) {
        this.plaintext = plaintext;
        this.source = source;
    }

    static DecryptingChannel open(StreamingAead stream, SeekableByteChannel ciphertext, byte[] associatedData)
            throws IOException {
        FailureRecordingSource source = new FailureRecordingSource(new ReadAhead(ciphertext));
        try {
            DecryptingChannel channel =
                    new DecryptingChannel(stream.newSeekableDecryptingChannel(source, associatedData), source);
            channel.verifyEnd(source.size());
            return channel;
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        try {
            // Tink answers zero after every short read of the source, and goes on from there when asked again.
            int read;
            do {
                read = plaintext.read(target);
            } while (read == 0);
            return read;
        } catch (IOException e) {
            source.rethrowFailure();
            throw broken(e);
        }
    }

    @Override
    public long position() throws IOException {
        return plaintext.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("Expected a position of 0 or more, but it is %d.".formatted(position));
        }
        plaintext.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return plaintext.size();
    }

    @Override
    public boolean isOpen() {
        return plaintext.isOpen();
    }

    @Override
    public void close() throws IOException {
        plaintext.close();
    }

    /** Only the last segment is marked as such, so a ciphertext that ends in it has the length it was written with. */
    private void verifyEnd(long ciphertextSize) throws IOException {
        // Any position at or beyond the end of the plaintext makes Tink decrypt the last segment.
        position(ciphertextSize);
        int read = read(ByteBuffer.allocate(1));
        if (read != -1) {
            throw new IllegalStateException("Expected the end of the plaintext, but there is more.");
        }
        position(0);
    }

    private static SealBroken broken(Exception cause) {
        return new SealBroken(
                "Expected the ciphertext of this document, but it was changed or belongs elsewhere.", cause);
    }
}

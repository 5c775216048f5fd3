package org.healthpassport.vault.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Random;

/** Documents of the tests, and the way to their ciphertext and back. */
final class Plaintext {
    private Plaintext() {}

    static byte[] of(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static byte[] encrypt(DocumentKey key, String documentId, byte[] plaintext) throws IOException {
        ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
        try (WritableByteChannel channel = key.encrypting(Channels.newChannel(ciphertext), documentId)) {
            channel.write(ByteBuffer.wrap(plaintext));
        }
        return ciphertext.toByteArray();
    }

    static SeekableByteChannel open(DocumentKey key, String documentId, byte[] ciphertext) throws IOException {
        return key.decrypting(new FaultyChannel(ciphertext), documentId);
    }

    static byte[] decrypt(DocumentKey key, String documentId, byte[] ciphertext) throws IOException {
        try (SeekableByteChannel channel = open(key, documentId, ciphertext)) {
            return Channels.newInputStream(channel).readAllBytes();
        }
    }
}

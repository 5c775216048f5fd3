package org.healthpassport.vault.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SealBroken;
import org.healthpassport.vault.key.SubjectKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentKeyTest {
    private final DocumentKey key = DocumentKey.generate();

    @Test
    void shouldReadWithKeyThatWasWrappedAndUnwrapped(@TempDir Path folder) throws IOException {
        // given
        KeyFolder keks = KeyFolder.openOrCreate(folder.resolve("keys"), Set.of(KeyPurpose.DOCUMENTS), purpose -> false);
        SubjectKeys patient = subject("p1", keks);
        byte[] plaintext = Plaintext.of(10_000);
        byte[] ciphertext = Plaintext.encrypt(key, "d1", plaintext);

        // when
        byte[] wrapped = key.wrap(patient, "p1", "d1");
        DocumentKey unwrapped = DocumentKey.unwrap(wrapped, patient, "p1", "d1");

        // then
        assertThat(Plaintext.decrypt(unwrapped, "d1", ciphertext)).isEqualTo(plaintext);
        assertBroken(() -> DocumentKey.unwrap(wrapped, patient, "p2", "d1"));
        assertBroken(() -> DocumentKey.unwrap(wrapped, patient, "p1", "d2"));
        assertBroken(() -> DocumentKey.unwrap(wrapped, subject("p1", keks), "p1", "d1"));
        wrapped[wrapped.length / 2] ^= 1;
        assertBroken(() -> DocumentKey.unwrap(wrapped, patient, "p1", "d1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4039, 4040, 4041, 8119, 8120, 8121, 4040 + 4080 * 20, 300_000})
    void shouldRefuseOtherDocumentOtherKeyAndEveryOtherLength(int size) throws IOException {
        // given
        byte[] ciphertext = Plaintext.encrypt(key, "d1", Plaintext.of(size));

        // when, then
        assertBroken(() -> Plaintext.open(key, "d2", ciphertext));
        assertBroken(() -> Plaintext.open(DocumentKey.generate(), "d1", ciphertext));
        for (int length : new int[] {0, 1, 16, 39, 40, 55, 56, 4095, 4096, 8192, ciphertext.length - 1}) {
            if (length < ciphertext.length) {
                assertBroken(() -> Plaintext.open(key, "d1", Arrays.copyOf(ciphertext, length)));
            }
        }
        for (int more : new int[] {1, 15, 16, 17, 4096}) {
            assertBroken(() -> Plaintext.open(key, "d1", Arrays.copyOf(ciphertext, ciphertext.length + more)));
        }
    }

    @Test
    void shouldRefuseSegmentsThatWereSwappedOrDropped() throws IOException {
        // given
        byte[] ciphertext = Plaintext.encrypt(key, "d1", Plaintext.of(5 * 4080));
        byte[] swapped = ciphertext.clone();
        System.arraycopy(ciphertext, 4096, swapped, 2 * 4096, 4096);
        System.arraycopy(ciphertext, 2 * 4096, swapped, 4096, 4096);
        byte[] dropped = new byte[ciphertext.length - 4096];
        System.arraycopy(ciphertext, 0, dropped, 0, 4096);
        System.arraycopy(ciphertext, 2 * 4096, dropped, 4096, dropped.length - 4096);

        // when, then
        assertBroken(() -> Plaintext.decrypt(key, "d1", swapped));
        assertBroken(() -> Plaintext.open(key, "d1", dropped));
    }

    @Test
    void shouldServeWhatIsWholeBeforeChangedSegment() throws IOException {
        // given
        byte[] plaintext = Plaintext.of(3 * 4080);
        byte[] ciphertext = Plaintext.encrypt(key, "d1", plaintext);
        ciphertext[4096 + 100] ^= 1;

        // when
        try (SeekableByteChannel channel = Plaintext.open(key, "d1", ciphertext)) {
            byte[] first = Channels.newInputStream(channel).readNBytes(4040);

            // then
            assertThat(first).isEqualTo(Arrays.copyOf(plaintext, 4040));
            assertBroken(() -> channel.read(ByteBuffer.allocate(1)));
            assertBroken(() -> channel.read(ByteBuffer.allocate(1)));
            assertThat(channel.position(2 * 4080).read(ByteBuffer.allocate(10))).isEqualTo(10);
        }
    }

    @Test
    void shouldTellFailedSourceFromBrokenSeal() throws IOException {
        // given
        byte[] ciphertext = Plaintext.encrypt(key, "d1", Plaintext.of(100_000));
        FaultyChannel source = new FaultyChannel(ciphertext);
        SeekableByteChannel channel = key.decrypting(source, "d1");

        // when
        source.failAt(50_000);

        // then
        assertThatThrownBy(() -> Channels.newInputStream(channel).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessage("source failed");
        source.failAt(0);
        assertThatThrownBy(() -> key.decrypting(source, "d1"))
                .isInstanceOf(IOException.class)
                .hasMessage("source failed");
    }

    @Test
    void shouldNotCompleteCiphertextAfterFailedWrite() throws IOException {
        // given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WritableByteChannel destination = new WritableByteChannel() {
            private final WritableByteChannel inner = Channels.newChannel(bytes);

            @Override
            public int write(ByteBuffer source) throws IOException {
                if (bytes.size() > 20_000) {
                    throw new IOException("disk full");
                }
                return inner.write(source);
            }

            @Override
            public boolean isOpen() {
                return inner.isOpen();
            }

            @Override
            public void close() throws IOException {
                inner.close();
            }
        };
        WritableByteChannel channel = key.encrypting(destination, "d1");

        // when
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(100_000))).hasMessage("disk full");
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        channel.close();

        // then
        assertThat(destination.isOpen()).isFalse();
        assertBroken(() -> Plaintext.open(key, "d1", bytes.toByteArray()));
    }

    @Test
    void shouldBehaveAsReadOnlyChannel() throws IOException {
        // given
        byte[] ciphertext = Plaintext.encrypt(key, "d1", Plaintext.of(5));
        SeekableByteChannel channel = Plaintext.open(key, "d1", ciphertext);

        // when, then
        assertThat(channel.size()).isEqualTo(5);
        assertThat(channel.position()).isZero();
        assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
        assertThat(channel.position(5).read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(channel.position(500).read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> channel.position(-1));
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    private static SubjectKeys subject(String patientId, KeyFolder keks) {
        Set<KeyPurpose> purposes = Set.of(KeyPurpose.DOCUMENTS);
        return SubjectKeys.unwrap(SubjectKeys.generate(patientId, purposes, keks), purposes, keks);
    }

    private static void assertBroken(ThrowingCallable opening) {
        assertThatExceptionOfType(SealBroken.class).isThrownBy(opening);
    }
}

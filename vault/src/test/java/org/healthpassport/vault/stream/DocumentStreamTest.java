package org.healthpassport.vault.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.vault.key.SealBroken;

class DocumentStreamTest {
    private static final int FIRST_SEGMENT = 4040;
    private static final int SEGMENT = 4080;

    private final DocumentKey key = DocumentKey.generate();

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldReturnWhatWasWrittenInAnyPortions(
            @ForAll("sizes") int size, @ForAll @IntRange(min = 1, max = 9000) int portion) throws IOException {
        // given
        byte[] plaintext = Plaintext.of(size);
        ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();

        // when
        try (WritableByteChannel channel = key.encrypting(Channels.newChannel(ciphertext), "d1")) {
            for (int from = 0; from < size; from += portion) {
                int length = Math.min(portion, size - from);
                assertThat(channel.write(ByteBuffer.wrap(plaintext, from, length)))
                        .isEqualTo(length);
            }
        }

        // then
        assertThat(Plaintext.decrypt(key, "d1", ciphertext.toByteArray())).isEqualTo(plaintext);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void shouldReadAnyRanges(
            @ForAll("sizes") int size,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 1 << 20) Integer> marks)
            throws IOException {
        // given
        byte[] plaintext = Plaintext.of(size);
        byte[] ciphertext = Plaintext.encrypt(key, "d1", plaintext);

        // when
        try (SeekableByteChannel channel = Plaintext.open(key, "d1", ciphertext)) {
            assertThat(channel.size()).isEqualTo(size);
            for (int mark : marks) {
                int from = mark % (size + 1);
                int length = mark % 7919 % (size - from + 1);
                byte[] range = Channels.newInputStream(channel.position(from)).readNBytes(length);

                // then
                assertThat(range).isEqualTo(Arrays.copyOfRange(plaintext, from, from + length));
                assertThat(channel.position()).isEqualTo(from + length);
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldRefuseAnyFlippedBit(
            @ForAll("sizes") int size, @ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long mark)
            throws IOException {
        // given
        byte[] ciphertext = Plaintext.encrypt(key, "d1", Plaintext.of(size));

        // when
        int bit = (int) (mark % (ciphertext.length * 8L));
        ciphertext[bit / 8] ^= (byte) (1 << bit % 8);

        // then
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> Plaintext.decrypt(key, "d1", ciphertext));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shouldRefuseAnyTruncationBeforeTheFirstByteIsRead(
            @ForAll("sizes") int size, @ForAll @IntRange(min = 1, max = 1 << 20) int mark) throws IOException {
        // given
        byte[] ciphertext = Plaintext.encrypt(key, "d1", Plaintext.of(size));

        // when
        byte[] cut = Arrays.copyOf(ciphertext, ciphertext.length - 1 - mark % ciphertext.length);

        // then
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> Plaintext.open(key, "d1", cut));
    }

    @Provide
    Arbitrary<Integer> sizes() {
        Arbitrary<Integer> borders = Arbitraries.integers()
                .between(0, 8)
                .flatMap(segments ->
                        Arbitraries.integers().between(-1, 1).map(off -> FIRST_SEGMENT + segments * SEGMENT + off));
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 60_000), borders, Arbitraries.of(0, 1));
    }
}

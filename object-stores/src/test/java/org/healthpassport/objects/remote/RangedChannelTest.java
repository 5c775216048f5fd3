package org.healthpassport.objects.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangedChannelTest {
    private static final byte[] BYTES = bytes(300_000);

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Property(tries = 50)
    void shouldReadAnyRangesOverConnectionsThatAreCut(
            @ForAll @IntRange(min = 1, max = 100_000) int cutAfter, @ForAll long seed) throws IOException {
        // given
        Random random = new Random(seed);

        // when
        try (RangedChannel channel = new RangedChannel(position -> cutAfter(cutAfter, position), BYTES.length)) {
            for (int i = 0; i < 5; i++) {
                int from = random.nextInt(BYTES.length);
                int length = random.nextInt(BYTES.length - from);
                channel.position(from);

                // then
                assertThat(Channels.newInputStream(channel).readNBytes(length))
                        .isEqualTo(Arrays.copyOfRange(BYTES, from, from + length));
                assertThat(channel.position()).isEqualTo(from + length);
            }
        }
    }

    @Test
    void shouldUseOneConnectionForReadingOn() throws IOException {
        // given
        RangedChannel channel = new RangedChannel(this::from, BYTES.length);

        // when
        Channels.newInputStream(channel).readNBytes(10_000);
        Channels.newInputStream(channel.position(20_000)).readNBytes(10_000);

        // then
        assertThat(requests).hasValue(1);
        Channels.newInputStream(channel.position(0)).readNBytes(1);
        assertThat(requests).hasValue(2);
        channel.close();
        assertThat(closed).hasValue(2);
    }

    @Test
    void shouldGiveUpWhereNothingComesAnyMore() {
        // given
        RangedChannel channel = new RangedChannel(position -> cutAfter(0, position), BYTES.length);

        // then
        assertThatIOException().isThrownBy(() -> channel.read(ByteBuffer.allocate(10)));
        assertThat(requests).hasValue(3);
    }

    @Test
    void shouldAskForNothingAtTheEnd() throws IOException {
        // given
        RangedChannel channel = new RangedChannel(this::from, BYTES.length).position(BYTES.length);

        // then
        assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
        assertThat(requests).hasValue(0);
        channel.close();
        assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> channel.read(ByteBuffer.allocate(1)));
    }

    private InputStream from(long position) {
        requests.incrementAndGet();
        return new FilterInputStream(new ByteArrayInputStream(BYTES, (int) position, BYTES.length)) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private InputStream cutAfter(int bytes, long position) {
        requests.incrementAndGet();
        return new ByteArrayInputStream(BYTES, (int) position, bytes);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}

package org.healthpassport.vault.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.vault.ReadOnlyChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {
    private static final byte[] BYTES = new byte[200_000];

    static {
        new Random(3).nextBytes(BYTES);
    }

    @Property(tries = 300)
    void shouldGiveTheBytesOfAnyPlaces(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 210_000) Integer> places, @ForAll Random lengths)
            throws IOException {
        // given
        ReadAhead ahead = new ReadAhead(new FaultyChannel(BYTES));

        for (int place : places) {
            // when
            int length = lengths.nextInt(50_000);
            byte[] read = Channels.newInputStream(ahead.position(place)).readNBytes(length);

            // then
            int from = Math.min(place, BYTES.length);
            assertThat(read).isEqualTo(Arrays.copyOfRange(BYTES, from, Math.min(BYTES.length, from + length)));
            assertThat(ahead.position()).isEqualTo(place + read.length);
        }
    }

    @Test
    void shouldAskTheSourceForSeveralSegmentsAtATime(@TempDir Path folder) throws IOException {
        // given
        AtomicInteger reads = new AtomicInteger();
        Path file = Files.write(folder.resolve("file"), BYTES);

        // when
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ);
                ReadAhead ahead = new ReadAhead(counted(source, reads))) {
            ByteBuffer segment = ByteBuffer.allocate(4_096);
            while (ahead.read(segment.clear()) != -1) {
                assertThat(segment.position()).isPositive();
            }
        }

        // then
        assertThat(reads).hasValueLessThan(10);
    }

    @Test
    void shouldReadAgainAfterAFailure() throws IOException {
        // given
        FaultyChannel source = new FaultyChannel(BYTES);
        ReadAhead ahead = new ReadAhead(source);
        ByteBuffer one = ByteBuffer.allocate(1);
        ahead.read(one);
        source.failAt(0);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ahead.position(100_000).read(one.clear()));

        // when
        source.failAt(Long.MAX_VALUE);
        ahead.position(100_000).read(one.clear());

        // then
        assertThat(one.get(0)).isEqualTo(BYTES[100_000]);
    }

    private static SeekableByteChannel counted(SeekableByteChannel source, AtomicInteger reads) {
        return new ReadOnlyChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                reads.incrementAndGet();
                return source.read(target);
            }

            @Override
            public SeekableByteChannel position(long position) throws IOException {
                return source.position(position);
            }

            @Override
            public long position() throws IOException {
                return source.position();
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
        };
    }
}

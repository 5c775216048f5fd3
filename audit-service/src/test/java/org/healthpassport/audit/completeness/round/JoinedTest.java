package org.healthpassport.audit.completeness.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.audit.completeness.emitted.StoredHead;
import org.healthpassport.audit.completeness.logged.LoggedStream;
import org.healthpassport.audit.completeness.round.Joined.Pair;
import org.healthpassport.audit.stream.SequenceNumbers;

class JoinedTest {
    @Property(tries = 300)
    void shouldGiveEachIdOnceWithWhatThereIs(
            @ForAll @Size(max = 30) Set<@AlphaChars @StringLength(min = 1, max = 2) String> heads,
            @ForAll @Size(max = 30) Set<@AlphaChars @StringLength(min = 1, max = 2) String> streams,
            @ForAll @IntRange(min = 1, max = 9) int batch,
            @ForAll @IntRange(min = 1, max = 9) int atMost)
            throws IOException {
        // given
        TreeMap<String, String> expected = new TreeMap<>();
        heads.forEach(id -> expected.merge(id, "head", String::concat));
        streams.forEach(id -> expected.merge(id, "stream", String::concat));
        Joined joined = new Joined(
                batches(
                        new TreeSet<>(heads)
                                .stream()
                                        .map(id -> new StoredHead(id, 1, true, Optional.empty(), null))
                                        .toList(),
                        batch),
                batches(
                        new TreeSet<>(streams)
                                .stream()
                                        .map(id -> new LoggedStream(
                                                "records/" + id, SequenceNumbers.NONE, 0, -1, List.of()))
                                        .toList(),
                        batch));

        // when
        List<Pair> all = new ArrayList<>();
        List<Pair> some = joined.next(atMost);
        while (!some.isEmpty()) {
            assertThat(some).hasSizeLessThanOrEqualTo(atMost);
            all.addAll(some);
            some = joined.next(atMost);
        }

        // then
        TreeMap<String, String> found = new TreeMap<>();
        all.forEach(pair ->
                found.put(pair.id(), (pair.head() == null ? "" : "head") + (pair.stream() == null ? "" : "stream")));
        assertThat(all).hasSameSizeAs(found.keySet());
        assertThat(found).isEqualTo(expected);
    }

    private static <T> Joined.Source<T> batches(Collection<T> all, int size) {
        Deque<T> left = new ArrayDeque<>(all);
        return () -> {
            List<T> batch = new ArrayList<>();
            while (batch.size() < size && !left.isEmpty()) {
                batch.add(left.poll());
            }
            return batch;
        };
    }
}

package org.healthpassport.audit.completeness.round;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.healthpassport.audit.completeness.emitted.StoredHead;
import org.healthpassport.audit.completeness.logged.LoggedStream;
import org.healthpassport.events.stream.StreamKind;
import org.jspecify.annotations.Nullable;

/**
 * Heads and logged streams of one kind, side by side. Both come in the order of their ids, so that only a batch of each is in
 * memory. For one thread.
 */
final class Joined {
    private final Source<StoredHead> heads;
    private final Source<LoggedStream> streams;
    private final Deque<StoredHead> nextHeads = new ArrayDeque<>();
    private final Deque<LoggedStream> nextStreams = new ArrayDeque<>();
    private boolean noMoreHeads;
    private boolean noMoreStreams;

    Joined(Source<StoredHead> heads, Source<LoggedStream> streams) {
        this.heads = heads;
        this.streams = streams;
    }

    /** Gives some in order; none at the end. */
    interface Source<T> {
        List<T> next() throws IOException;
    }

    /** At least one of the two is there. */
    record Pair(
            String id, @Nullable StoredHead head, @Nullable LoggedStream stream) {}

    /** The next ones; none at the end. */
    List<Pair> next(int atMost) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        while (pairs.size() < atMost) {
            fill();
            StoredHead head = nextHeads.peek();
            LoggedStream stream = nextStreams.peek();
            if (head == null && stream == null) {
                return pairs;
            }
            int order = order(head, stream);
            Pair pair = new Pair(
                    order <= 0 && head != null ? head.id() : StreamKind.idOf(named(stream)),
                    order <= 0 ? nextHeads.poll() : null,
                    order >= 0 ? nextStreams.poll() : null);
            pairs.add(pair);
        }
        return pairs;
    }

    private void fill() throws IOException {
        if (nextHeads.isEmpty() && !noMoreHeads) {
            nextHeads.addAll(heads.next());
            noMoreHeads = nextHeads.isEmpty();
        }
        if (nextStreams.isEmpty() && !noMoreStreams) {
            nextStreams.addAll(streams.next());
            noMoreStreams = nextStreams.isEmpty();
        }
    }

    /** As MongoDB sorts texts. */
    private static int order(@Nullable StoredHead head, @Nullable LoggedStream stream) {
        if (head == null || stream == null) {
            return head == null ? 1 : -1;
        }
        return Arrays.compareUnsigned(
                head.id().getBytes(UTF_8), StreamKind.idOf(stream.name()).getBytes(UTF_8));
    }

    private static String named(@Nullable LoggedStream stream) {
        return stream == null ? "" : stream.name();
    }
}

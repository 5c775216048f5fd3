package org.healthpassport.audit.completeness.check;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthpassport.audit.completeness.check.StuckStreams.Stuck;
import org.healthpassport.audit.completeness.emitted.ChangeMinute;
import org.healthpassport.audit.completeness.emitted.EmittedStream;
import org.healthpassport.audit.completeness.emitted.EmittedStreams;
import org.healthpassport.audit.stream.SequenceNumbers;

/** The streams that have waited to be sent for too long, as of one check. For one thread. */
public final class UnsentStreams {
    static final int MOST_STUCK = 1_000;

    private final StuckStreams store;
    private final Map<String, Stuck> stuck;
    private final Map<String, EmittedStream> waiting = new HashMap<>();
    private final Map<String, EmittedStream> changed = new HashMap<>();

    private UnsentStreams(StuckStreams store) throws IOException {
        this.store = store;
        this.stuck = store.all();
    }

    static UnsentStreams of(EmittedStreams emitted, StuckStreams store, Instant now) throws IOException {
        UnsentStreams streams = new UnsentStreams(store);
        Instant latest = now.minus(EmittedStreams.STUCK_AFTER);
        emitted.forEachWaiting(latest, streams::take);
        streams.noteStuck();
        return streams;
    }

    private void take(Collection<EmittedStream> some) {
        for (EmittedStream stream : some) {
            // While there are more, each check covers everything that changed since.
            if (waiting.size() < MOST_STUCK || waiting.containsKey(stream.id()) || stuck.containsKey(stream.id())) {
                waiting.merge(stream.id(), stream, EmittedStream::and);
            }
        }
    }

    private void noteStuck() throws IOException {
        for (EmittedStream stream : waiting.values()) {
            Stuck before = stuck.get(stream.id());
            if (before == null && stuck.size() >= MOST_STUCK) {
                continue;
            }
            long last = before == null ? stream.last() : Math.max(before.last(), stream.last());
            Stuck now = new Stuck(stream.id(), last, stream.waitingSince().orElseThrow());
            if (!now.equals(before)) {
                stuck.put(stream.id(), now);
                store.put(now);
            }
        }
    }

    /** A part of a stream together with its stuck parts. */
    EmittedStream whole(EmittedStream part) {
        if (stuck.containsKey(part.id())) {
            changed.merge(part.id(), part, EmittedStream::and);
        }
        EmittedStream rest = waiting.get(part.id());
        return rest == null ? part : part.and(rest);
    }

    Collection<EmittedStream> all() {
        return waiting.values();
    }

    /** The streams that were stuck and are not any more, with their later changes. Their events may be lost. */
    List<EmittedStream> released(Instant now) {
        return stuck.values().stream()
                .filter(stream -> !waiting.containsKey(stream.stream()))
                .map(stream -> EmittedStream.of(stream.stream(), ChangeMinute.of(now), stream.last(), Optional.empty()))
                .map(stream -> changed.containsKey(stream.id()) ? stream.and(changed.get(stream.id())) : stream)
                .toList();
    }

    /** Tells whether a stream is checked each time, whatever the minute of its change. */
    boolean isStuck(String stream) {
        return stuck.containsKey(stream);
    }

    int stuckCount() {
        return stuck.size();
    }

    /** @param accounted the numbers of the stream that are in the log or known to be missing */
    void settle(String stream, SequenceNumbers accounted) throws IOException {
        Stuck before = stuck.get(stream);
        if (before != null
                && !waiting.containsKey(stream)
                && SequenceNumbers.upTo(before.last()).minus(accounted).isEmpty()) {
            stuck.remove(stream);
            store.remove(stream);
        }
    }
}

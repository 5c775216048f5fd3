package org.healthpassport.aggregates.watch;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.query.Criteria;

/**
 * Aggregates of one kind of which none may go back to an earlier state, not even for a moment. This instance keeps the number of
 * the newest event of each: from the store as it was at the start, from what it reads and writes itself, and from Kafka, where the
 * events of other instances come from. Declared as a bean.
 *
 * <p>A stored number is only a lower bound, as somebody may have put an old document back. It serves for what Kafka does not keep
 * any more.
 */
public final class Watched<S> {
    private final String name;
    private final String collection;
    private final Criteria stored;
    private final Predicate<S> isWatched;
    private final Set<EventType> types;
    private final Set<EventType> entering;
    private final NewestEvents newest;
    private volatile boolean complete;

    /**
     * @param name of the kind in metrics
     * @param collection the MongoDB collection that holds it
     * @param stored the condition on the documents to watch, by their index fields
     * @param isWatched the states from which on an aggregate is watched
     * @param types the types of its events
     * @param entering those of them that lead to such a state
     * @param slots of the memory, a power of two with 60 bytes for each at most; at least three quarters as many aggregates are
     *     known
     */
    public Watched(
            String name,
            String collection,
            Criteria stored,
            Predicate<S> isWatched,
            Set<EventType> types,
            Set<EventType> entering,
            int slots) {
        this.name = name;
        this.collection = collection;
        this.stored = stored;
        this.isWatched = isWatched;
        this.types = Set.copyOf(types);
        this.entering = Set.copyOf(entering);
        this.newest = new NewestEvents(slots);
    }

    /** True once everything is known that the store and Kafka had when this instance started. */
    public boolean isComplete() {
        return complete;
    }

    /** The most memory that this can ever take. */
    public long bytesAtMost() {
        return newest.bytesAtMost();
    }

    /** True if an event of the aggregate is known. */
    public boolean knows(String id) {
        return newest(id) > 0;
    }

    /** The number of the newest event that is known; 0 if there is none. */
    public long newest(String id) {
        return newest.newest(id);
    }

    /**
     * True if the newest event is known and has this number, but another id: the state was changed after somebody put an old one
     * back.
     */
    public boolean contradicts(String id, long sequence, @Nullable String eventId) {
        return newest.contradicts(id, sequence, eventId);
    }

    /** Remembers a state that was saved, or whose seal opened. */
    public void saw(String id, S state, long sequence, @Nullable String eventId) {
        if (isWatched.test(state)) {
            newest.note(id, sequence, eventId);
        } else {
            newest.noteIfKnown(id, sequence, eventId);
        }
    }

    /** Remembers an event whose writer is proven. */
    void saw(Event event) {
        Long sequence = event.sequence();
        if (sequence == null || !types.contains(event.type())) {
            return;
        }
        if (entering.contains(event.type())) {
            newest.note(event.subject(), sequence, event.id());
        } else {
            newest.noteIfKnown(event.subject(), sequence, event.id());
        }
    }

    void sawStored(String id, long sequence) {
        newest.note(id, sequence, null);
    }

    void complete() {
        complete = true;
    }

    String name() {
        return name;
    }

    String collection() {
        return collection;
    }

    Criteria stored() {
        return stored;
    }

    Set<EventType> types() {
        return types;
    }

    Set<Topics> topics() {
        return types.stream().map(EventType::topic).collect(Collectors.toUnmodifiableSet());
    }

    int size() {
        return newest.size();
    }

    long pushedOut() {
        return newest.pushedOut();
    }
}

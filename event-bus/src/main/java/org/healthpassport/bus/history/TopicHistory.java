package org.healthpassport.bus.history;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;

/** The events that the broker keeps, for those who make something out of all of them again. */
public interface TopicHistory {

    /**
     * Reads topics from their beginning up to where they end now. Blocks until it is done: never to be called on an
     * event-loop thread. {@code Failures} sorts its failures and those of {@code take}, which end it.
     *
     * @param types all other events are skipped
     * @param take gets the events in parts, those of one key in their order
     */
    void read(Set<Topics> topics, Set<EventType> types, Consumer<Part> take);

    /**
     * The records that consumers have not handled yet, up to where their topics end now. Topics that are not created yet have
     * none. Blocks for seconds at most, and fails as {@code read} does.
     */
    Backlog backlog(Collection<EventSubscription> subscriptions);

    /** The part of a backlog that consumers have still not handled; blocks and fails as {@code backlog} does. */
    Backlog rest(Backlog backlog);

    /** Reads the events of a backlog that its subscriptions ask for; the consumers' offsets stay. Blocks as {@code read} does. */
    void read(Backlog backlog, Consumer<Part> take);

    /**
     * Some of the records.
     *
     * @param events those of the asked types; there may be none
     * @param malformed the number of records of this part that are no events of ours, forged ones among them
     * @param read the number of records of all parts up to this one, as far as offsets tell
     * @param all the number of records to read
     */
    record Part(List<Event> events, int malformed, long read, long all) {
        public Part {
            events = List.copyOf(events);
        }
    }
}

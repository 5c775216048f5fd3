package org.healthpassport.api.notification.live;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthpassport.api.access.Caller;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;

/**
 * The patients about whose events a caller can ask. It only keeps other events away from a stream; each of these is
 * decided about when it is sent. Thread-safe.
 */
final class Interests {
    private final Caller caller;
    private final Set<String> patients = ConcurrentHashMap.newKeySet();

    Interests(Caller caller) {
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    /** Names patients to whose data the caller has a right. */
    void know(Collection<String> patientIds) {
        patients.addAll(patientIds);
    }

    /** True for the caller's own events, and if they may see it by a right; whoever is named in an event can get one. */
    boolean include(FeedItem.Fed fed) {
        Event event = fed.event();
        if (event.type().topic() == Topics.IDENTITY) {
            return event.key().equals(caller.accountId());
        }
        if (fed.audience().names(caller)) {
            patients.add(event.key());
            return true;
        }
        return event.key().equals(caller.patientId()) || patients.contains(event.key());
    }
}

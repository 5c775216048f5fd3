package org.healthpassport.aggregates.counter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A counter as it is stored.
 *
 * <pre>
 *   {_id: "{subject}/{kind}", used, revision, open, reserved: {commandId: {amount, at}}, unsettled, checkedAt}
 * </pre>
 *
 * @param used what the subject has, and all that is reserved beyond it
 * @param revision grows with every change of {@code used} or {@code reserved}
 * @param open the number of reservations
 * @param checkedAt the time at which it was last compared with the truth
 */
record StoredCounter(
        String id,
        long used,
        long revision,
        long open,
        List<Reserved> reserved,
        @Nullable Instant checkedAt) {
    static final String USED = "used";
    static final String REVISION = "revision";
    static final String OPEN = "open";
    static final String RESERVED = "reserved";
    static final String AMOUNT = "amount";
    static final String AT = "at";
    /** Marks counters that the sweep has to look at. */
    static final String UNSETTLED = "unsettled";

    static final String CHECKED = "checkedAt";

    /** Null if the document is not a counter, because somebody changed it by hand. */
    static @Nullable StoredCounter from(Document document) {
        if (!(document.get("_id") instanceof String id)
                || !(document.get(USED) instanceof Long used)
                || !(document.get(REVISION) instanceof Long revision)
                || !(document.get(OPEN) instanceof Long open)
                || !(document.get(RESERVED) instanceof Document reserved)) {
            return null;
        }
        List<Reserved> reservations = new ArrayList<>();
        for (Map.Entry<String, Object> entry : reserved.entrySet()) {
            if (!(entry.getValue() instanceof Document reservation)
                    || !(reservation.get(AMOUNT) instanceof Long amount)
                    || !(reservation.get(AT) instanceof Date at)) {
                return null;
            }
            reservations.add(new Reserved(new Reservation(id, entry.getKey(), amount), at.toInstant()));
        }
        Instant checkedAt = document.get(CHECKED) instanceof Date date ? date.toInstant() : null;
        return new StoredCounter(id, used, revision, open, reservations, checkedAt);
    }

    static Document first(String id, long used, Instant now) {
        return new Document("_id", id)
                .append(USED, used)
                .append(REVISION, 1L)
                .append(OPEN, 0L)
                .append(RESERVED, new Document())
                .append(CHECKED, Date.from(now));
    }

    boolean holds(String commandId) {
        return reserved.stream().anyMatch(each -> each.reservation().commandId().equals(commandId));
    }

    List<Reservation> olderThan(Instant time) {
        return reserved.stream()
                .filter(each -> each.at().isBefore(time))
                .map(Reserved::reservation)
                .toList();
    }

    boolean wasCheckedAfter(Instant time) {
        return checkedAt != null && checkedAt.isAfter(time);
    }

    /** An open reservation, and when it was made or last renewed. */
    record Reserved(Reservation reservation, Instant at) {}
}

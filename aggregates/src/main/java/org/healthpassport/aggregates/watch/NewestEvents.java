package org.healthpassport.aggregates.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The number of the newest event of each of many aggregates, in little memory. Numbers only grow.
 *
 * <p>There is a young and an old table. What changes goes into the young one. When that is full, it becomes the old one, and what
 * did not change since the last such time is pushed out. So at least as many aggregates are known as one table holds.
 *
 * <pre>
 *   note --> young --full--> old --young is full again--> pushed out
 *              ^              |
 *              +---changed----+
 * </pre>
 */
final class NewestEvents {
    /** The number of an aggregate of which two different events had one number: no state of it counts any more. */
    private static final long SPLIT = Integer.MAX_VALUE;

    /** Stands for an event whose id is not known. */
    private static final int ANY = 0;

    private static final int LEAST_SLOTS = 4;

    private final int slots;
    private SequenceTable young;
    private SequenceTable old;
    private long pushedOut;

    /**
     * @param slots of each of the two tables, a power of two. While one of them grows, there are two and a half times as many
     */
    NewestEvents(int slots) {
        if (slots < LEAST_SLOTS) {
            throw new IllegalArgumentException("Expected " + LEAST_SLOTS + " slots or more, but there are " + slots);
        }
        this.slots = slots;
        this.young = new SequenceTable(slots);
        this.old = new SequenceTable(1);
    }

    /** The number of the newest event; 0 if none is known. */
    synchronized long newest(String aggregateId) {
        return sequence(mark(key(aggregateId)));
    }

    /** True if the newest event has this number and another id, so that the two belong to different pasts of the aggregate. */
    synchronized boolean contradicts(String aggregateId, long sequence, @Nullable String eventId) {
        long mark = mark(key(aggregateId));
        return sequence(mark) == limited(sequence) && differ(event(mark), shortened(eventId));
    }

    /** @param eventId null if it is not known */
    synchronized void note(String aggregateId, long sequence, @Nullable String eventId) {
        if (sequence > 0) {
            note(key(aggregateId), limited(sequence), shortened(eventId));
        }
    }

    /** The same for an aggregate of which an event is known; of all others nothing is kept. */
    synchronized void noteIfKnown(String aggregateId, long sequence, @Nullable String eventId) {
        UUID key = key(aggregateId);
        if (mark(key) != 0) {
            note(key, limited(sequence), shortened(eventId));
        }
    }

    /** Both tables, and the larger form of the young one while it grows. */
    long bytesAtMost() {
        return 5L * slots * SequenceTable.BYTES_OF_A_SLOT / 2;
    }

    synchronized int size() {
        return young.size() + old.countAbsentIn(young);
    }

    /** The number of aggregates that were forgotten. */
    synchronized long pushedOut() {
        return pushedOut;
    }

    private void note(UUID key, long sequence, int event) {
        long mark = mark(key);
        if (sequence > sequence(mark)) {
            put(key, marked(sequence, event));
        } else if (sequence == sequence(mark)) {
            if (differ(event(mark), event)) {
                put(key, marked(SPLIT, ANY));
            } else if (event(mark) == ANY && event != ANY && sequence != SPLIT) {
                put(key, marked(sequence, event));
            }
        }
    }

    private long mark(UUID key) {
        long known = young.get(key);
        return known == 0 ? old.get(key) : known;
    }

    private void put(UUID key, long mark) {
        if (!young.put(key, mark)) {
            pushedOut += old.countAbsentIn(young);
            old = young;
            young = new SequenceTable(slots);
            young.put(key, mark);
        }
    }

    private static boolean differ(int one, int other) {
        return one != ANY && other != ANY && one != other;
    }

    private static long marked(long sequence, int event) {
        return sequence << Integer.SIZE | Integer.toUnsignedLong(event);
    }

    private static long sequence(long mark) {
        return mark >>> Integer.SIZE;
    }

    private static int event(long mark) {
        return (int) mark;
    }

    private static long limited(long sequence) {
        return Math.min(sequence, SPLIT - 1);
    }

    /** 32 of the bits of an event's id that are random. Nobody can choose them, as this service makes the ids. */
    private static int shortened(@Nullable String eventId) {
        if (eventId == null) {
            return ANY;
        }
        int bits = (int) key(eventId).getLeastSignificantBits();
        return bits == ANY ? 1 : bits;
    }

    private static UUID key(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException other) {
            return UUID.nameUUIDFromBytes(id.getBytes(UTF_8));
        }
    }
}

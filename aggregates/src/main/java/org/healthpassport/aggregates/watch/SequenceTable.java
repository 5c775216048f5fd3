package org.healthpassport.aggregates.watch;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * A map from ids of 128 bits to numbers, with 24 bytes for each slot and nothing else: open addressing with linear probing.
 * Entries are never removed. Not safe for threads.
 */
final class SequenceTable {
    static final int BYTES_OF_A_SLOT = 3 * Long.BYTES;

    /** Beyond three quarters, looking for an absent id takes long. */
    private static final int QUARTERS_FILLED = 3;

    private static final int FIRST_SLOTS = 1 << 10;

    /** Nobody who chooses ids knows which of them meet. */
    private final long seed = new SecureRandom().nextLong();

    private final int slotsAtMost;
    private long[] high;
    private long[] low;
    /** 0 in free slots. */
    private long[] values;

    private int size;

    /** @param slotsAtMost a power of two; three quarters of them are used */
    SequenceTable(int slotsAtMost) {
        if (Integer.bitCount(slotsAtMost) != 1) {
            throw new IllegalArgumentException("Expected a power of two, but it is " + slotsAtMost);
        }
        this.slotsAtMost = slotsAtMost;
        int slots = Math.min(FIRST_SLOTS, slotsAtMost);
        this.high = new long[slots];
        this.low = new long[slots];
        this.values = new long[slots];
    }

    int size() {
        return size;
    }

    /** The value of an id; 0 if it has none. */
    long get(UUID id) {
        return values[slot(id.getMostSignificantBits(), id.getLeastSignificantBits())];
    }

    /**
     * Gives an id a value, which must not be 0.
     *
     * @return false if there is no room for one more id
     */
    boolean put(UUID id, long value) {
        if (value == 0) {
            throw new IllegalArgumentException("Expected a value, but it is 0");
        }
        int slot = slot(id.getMostSignificantBits(), id.getLeastSignificantBits());
        if (values[slot] == 0) {
            if (size == limit() && !grow()) {
                return false;
            }
            slot = slot(id.getMostSignificantBits(), id.getLeastSignificantBits());
            high[slot] = id.getMostSignificantBits();
            low[slot] = id.getLeastSignificantBits();
            size++;
        }
        values[slot] = value;
        return true;
    }

    /** The number of ids that another table does not have. */
    int countAbsentIn(SequenceTable other) {
        int absent = 0;
        for (int slot = 0; slot < values.length; slot++) {
            if (values[slot] != 0 && other.values[other.slot(high[slot], low[slot])] == 0) {
                absent++;
            }
        }
        return absent;
    }

    private int limit() {
        return values.length / 4 * QUARTERS_FILLED;
    }

    private boolean grow() {
        if (values.length == slotsAtMost) {
            return false;
        }
        long[] highBefore = high;
        long[] lowBefore = low;
        long[] valuesBefore = values;
        high = new long[2 * valuesBefore.length];
        low = new long[2 * valuesBefore.length];
        values = new long[2 * valuesBefore.length];
        for (int before = 0; before < valuesBefore.length; before++) {
            if (valuesBefore[before] != 0) {
                int slot = slot(highBefore[before], lowBefore[before]);
                high[slot] = highBefore[before];
                low[slot] = lowBefore[before];
                values[slot] = valuesBefore[before];
            }
        }
        return true;
    }

    /** The slot of an id, or the free one where it belongs. */
    private int slot(long highBits, long lowBits) {
        int mask = values.length - 1;
        int slot = (int) mixed(mixed(highBits ^ seed) ^ lowBits) & mask;
        while (values[slot] != 0 && (high[slot] != highBits || low[slot] != lowBits)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The finalizer of MurmurHash3: each bit of the result depends on all bits. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}

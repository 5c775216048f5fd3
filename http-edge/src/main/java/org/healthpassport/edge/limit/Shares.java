package org.healthpassport.edge.limit;

/**
 * The numbers of slots that can be taken: of all together, of one address, and of one account. Of the slots of all, the
 * last quarter is for addresses that have none yet, and of the slots of an address, the last quarter is for accounts
 * that have none yet. So a few who keep theirs for long never shut out the next one.
 *
 * @param account at most those of an address without the last quarter, so that one account alone can have them
 * @param address at most those of all without the last quarter
 */
public record Shares(int all, int address, int account) {
    private static final int NEWCOMERS_PART = 4;

    public Shares {
        if (account < 1 || account > withoutNewcomers(address) || address > withoutNewcomers(all)) {
            throw new IllegalArgumentException(
                    "Expected shares of all, an address and an account that each fit into the one before, but they are %d, %d and %d"
                            .formatted(all, address, account));
        }
    }

    /** The bound that keeps somebody from one more slot, when they and the others have taken these. */
    Bound reachedAt(int takenByAll, int takenByAddress, int takenByAccount) {
        if (takenByAccount >= account) {
            return Bound.ACCOUNT;
        }
        if (takenByAddress >= leftTo(address, takenByAccount)) {
            return Bound.ADDRESS;
        }
        return takenByAll >= leftTo(all, takenByAddress) ? Bound.ALL : Bound.NONE;
    }

    private static int leftTo(int slots, int ownSlots) {
        return ownSlots == 0 ? slots : withoutNewcomers(slots);
    }

    private static int withoutNewcomers(int slots) {
        return slots - slots / NEWCOMERS_PART;
    }

    /** The share that is used up. */
    enum Bound {
        NONE,
        ACCOUNT,
        ADDRESS,
        ALL
    }
}

package org.healthpassport.edge.limit;

import java.util.HashMap;
import java.util.Map;

/** Counts claims, and forgets addresses and accounts that have none. Not safe for threads. */
final class SlotCount {
    private final Shares shares;
    private final Map<String, Integer> ofAddresses = new HashMap<>();
    private final Map<String, Integer> ofAccounts = new HashMap<>();
    private int all;

    SlotCount(Shares shares) {
        this.shares = shares;
    }

    /** The bound that keeps this claim from being counted. */
    Shares.Bound reachedBy(SlotClaim claim) {
        return shares.reachedAt(
                all, ofAddresses.getOrDefault(claim.address(), 0), ofAccounts.getOrDefault(claim.account(), 0));
    }

    void add(SlotClaim claim) {
        all++;
        ofAddresses.merge(claim.address(), 1, Integer::sum);
        ofAccounts.merge(claim.account(), 1, Integer::sum);
    }

    void remove(SlotClaim claim) {
        all--;
        ofAddresses.computeIfPresent(claim.address(), SlotCount::oneLess);
        ofAccounts.computeIfPresent(claim.account(), SlotCount::oneLess);
    }

    int all() {
        return all;
    }

    @SuppressWarnings("NullAway") // Removes the key.
    private static Integer oneLess(String key, Integer before) {
        return before == 1 ? null : before - 1;
    }
}

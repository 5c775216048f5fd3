package org.healthpassport.audit.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthpassport.audit.merkle.Hash;

/** Where two lists of hashes of one length differ: at first, and at how many more places. */
record HashDifferences(int first, int more) {
    static Optional<HashDifferences> between(List<Hash> some, List<Hash> others) {
        int[] places = IntStream.range(0, some.size())
                .filter(i -> !some.get(i).equals(others.get(i)))
                .toArray();
        return places.length == 0 ? Optional.empty() : Optional.of(new HashDifferences(places[0], places.length - 1));
    }

    String more(String things) {
        return more == 0 ? "" : ", nor " + (more == 1 ? "has one other" : "have " + more + " other " + things);
    }
}

package org.healthpassport.audit.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthpassport.audit.merkle.Hash;

/** The differences between two lists of hashes of one length: the first one, and the number of further ones. */
record HashDifferences(int first, int more) {
    static Optional<HashDifferences> between(List<Hash> some, List<Hash> others) {
        int[] places = IntStream.range(0, some.size())
                .filter(i -> !some.get(i).equals(others.get(i)))
                .toArray();
        return places.length == 0 ? Optional.empty() : Optional.of(new HashDifferences(places[0], places.length - 1));
    }

    String andMore() {
        return more == 0 ? "" : " (and " + more + " more)";
    }
}

package org.healthpassport.audit.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Leaves to plant trees of. */
final class Leaves {
    /** The eight leaves that implementations of transparency logs test with. */
    static final List<Hash> EIGHT = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(hex -> Hash.leaf(HexFormat.of().parseHex(hex)))
            .toList();

    private Leaves() {}

    static List<Hash> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Hash.leaf(("leaf " + i).getBytes(UTF_8)))
                .toList();
    }

    static SubtreeSource subtrees(List<Hash> leaves) {
        Map<Subtree, Hash> hashes = new HashMap<>();
        Frontier.EMPTY.append(leaves, hashes::put);
        return subtree -> {
            Hash hash = hashes.get(subtree);
            if (hash == null) {
                throw new AssertionError("asked for what is not in the tree: " + subtree);
            }
            return hash;
        };
    }
}

package org.healthpassport.audit.merkle;

import java.util.List;

/** Shows that a leaf stands at an index of a tree of some size. A received proof may be anything until it is verified. */
public record InclusionProof(long index, long size, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /** Tells whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
    public boolean proves(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.node(sibling, hash);
                int zeros = Long.numberOfTrailingZeros(node);
                node >>= zeros;
                last >>= zeros;
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}

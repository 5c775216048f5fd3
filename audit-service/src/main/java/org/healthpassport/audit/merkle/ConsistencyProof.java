package org.healthpassport.audit.merkle;

import java.util.List;

/** Shows that a tree only grew: the newer one begins with all leaves of the older one, in order. */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Tells whether the path connects the two roots (RFC 9162, section 2.1.4.2). Two trees of the same size need equal roots and
     * an empty path; so does an old tree that is empty, whose root is known.
     */
    public boolean proves(Hash oldRoot, Hash newRoot) {
        if (oldSize < 0 || newSize < oldSize) {
            return false;
        }
        if (oldSize == newSize) {
            return path.isEmpty() && oldRoot.equals(newRoot) && (oldSize > 0 || oldRoot.equals(Hash.OF_EMPTY_TREE));
        }
        if (oldSize == 0) {
            return path.isEmpty() && oldRoot.equals(Hash.OF_EMPTY_TREE);
        }
        return !path.isEmpty() && connects(oldRoot, newRoot);
    }

    private boolean connects(Hash oldRoot, Hash newRoot) {
        // A complete old tree is a subtree of the new one, so the proof leaves its root out.
        boolean complete = Long.bitCount(oldSize) == 1;
        int levels = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >> levels;
        long last = (newSize - 1) >> levels;
        Hash oldHash = complete ? oldRoot : path.get(0);
        Hash newHash = oldHash;
        for (Hash sibling : complete ? path : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = Hash.node(sibling, oldHash);
                newHash = Hash.node(sibling, newHash);
                int zeros = Long.numberOfTrailingZeros(node);
                node >>= zeros;
                last >>= zeros;
            } else {
                newHash = Hash.node(newHash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }
}

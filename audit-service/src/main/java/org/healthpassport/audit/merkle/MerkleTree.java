package org.healthpassport.audit.merkle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A tree of some size over stored subtree hashes, and the proofs about it (RFC 6962, sections 2.1.1 and 2.1.2). */
public final class MerkleTree {
    private final long size;
    private final SubtreeSource subtrees;

    public MerkleTree(long size, SubtreeSource subtrees) {
        if (size < 0) {
            throw new IllegalArgumentException("Expected a size, but got " + size + ".");
        }
        this.size = size;
        this.subtrees = subtrees;
    }

    public Hash root() throws IOException {
        return size == 0 ? Hash.OF_EMPTY_TREE : root(0, size);
    }

    /** Proves that the tree holds its leaf; {@link IndexOutOfBoundsException} if it has no leaf of this index. */
    public InclusionProof inclusion(long index) throws IOException {
        Objects.checkIndex(index, size);
        List<Hash> path = new ArrayList<>();
        addInclusion(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    /** Proves that the tree begins with the older one; {@link IndexOutOfBoundsException} if that one is larger. */
    public ConsistencyProof consistencyFrom(long oldSize) throws IOException {
        Objects.checkFromToIndex(0, oldSize, size);
        List<Hash> path = new ArrayList<>();
        if (oldSize > 0) {
            addConsistency(oldSize, 0, size, true, path);
        }
        return new ConsistencyProof(oldSize, size, path);
    }

    private void addInclusion(long index, long start, long end, List<Hash> path) throws IOException {
        if (end - start == 1) {
            return;
        }
        long middle = middle(start, end);
        if (index < middle) {
            addInclusion(index, start, middle, path);
            path.add(root(middle, end));
        } else {
            addInclusion(index, middle, end, path);
            path.add(root(start, middle));
        }
    }

    /** SUBPROOF of RFC 6962; {@code known}: the verifier has the root of this range, it is the old root. */
    private void addConsistency(long oldSize, long start, long end, boolean known, List<Hash> path) throws IOException {
        if (oldSize == end) {
            if (!known) {
                path.add(root(start, end));
            }
            return;
        }
        long middle = middle(start, end);
        if (oldSize <= middle) {
            addConsistency(oldSize, start, middle, known, path);
            path.add(root(middle, end));
        } else {
            addConsistency(oldSize, middle, end, false, path);
            path.add(root(start, middle));
        }
    }

    private Hash root(long start, long end) throws IOException {
        long length = end - start;
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return subtrees.hash(new Subtree(level, start >> level));
        }
        long middle = middle(start, end);
        return Hash.node(root(start, middle), root(middle, end));
    }

    /** Splits at the largest power of two below the length. */
    private static long middle(long start, long end) {
        return start + Long.highestOneBit(end - start - 1);
    }
}

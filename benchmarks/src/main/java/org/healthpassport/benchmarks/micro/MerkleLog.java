package org.healthpassport.benchmarks.micro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.InclusionProof;
import org.healthpassport.audit.merkle.MerkleTree;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The Merkle tree of the audit log at 100,000 entries: appending in batches, and the proof for one entry. */
@State(Scope.Benchmark)
public class MerkleLog {
    private static final int ENTRIES = 100_000;
    private static final int BATCH = 100;
    /** Has no common divisor with the number of entries, so that all of them get their turn. */
    private static final int STRIDE = 38_197;

    private final List<List<Hash>> levels = new ArrayList<>();
    private final List<Hash> batch =
            IntStream.range(0, BATCH).mapToObj(MerkleLog::leaf).toList();
    private Frontier frontier;
    private MerkleTree tree;
    private long next;

    @Setup
    public void grow() {
        List<Hash> leaves =
                IntStream.range(0, ENTRIES).mapToObj(MerkleLog::leaf).toList();
        frontier = Frontier.EMPTY.append(leaves, (subtree, hash) -> {
            while (levels.size() <= subtree.level()) {
                levels.add(new ArrayList<>());
            }
            levels.get(subtree.level()).add(hash);
        });
        tree = new MerkleTree(ENTRIES, subtree -> levels.get(subtree.level()).get((int) subtree.index()));
    }

    /** The cost of one entry within a batch of a hundred, with the root after each batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Hash append() {
        return frontier.append(batch).root();
    }

    @Benchmark
    public InclusionProof prove() throws IOException {
        next = (next + STRIDE) % ENTRIES;
        return tree.inclusion(next);
    }

    private static Hash leaf(int entry) {
        return Hash.leaf(ByteBuffer.allocate(Integer.BYTES).putInt(entry).array());
    }
}

package org.healthpassport.audit.proof;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.merkle.ConsistencyProof;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.InclusionProof;
import org.healthpassport.audit.note.LogProof;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;
import org.healthpassport.audit.web.Parameters;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.stereotype.Component;

/** Makes proofs about the signed log; refuses sizes for which there is no proof with 422. Blocks. */
@Component
public final class Proofs {
    private final LogInUse inUse;
    private final PublishedLog log;
    private final Supplier<VerifierKey> key;

    Proofs(LogInUse inUse, PublishedLog log, Supplier<VerifierKey> key) {
        this.inUse = inUse;
        this.log = log;
        this.key = key;
    }

    /** The number of the log that proofs are about. */
    public int number() {
        return inUse.getAsInt();
    }

    /**
     * Refuses a log other than the one in use.
     *
     * @param asked for the number of a log; without it, the one in use is meant
     */
    void requireInUse(Optional<Long> asked) {
        int number = number();
        long wanted = asked.orElse((long) number);
        if (wanted >= LogInUse.FIRST && wanted < number) {
            throw Problem.of(
                            ProblemType.GONE,
                            "Log %d is closed, so there are no proofs of it here; its files are still published. Its restored entries are in log %d, each one place later than in the log before."
                                    .formatted(wanted, number))
                    .asException();
        }
        if (wanted != number) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no log %d.".formatted(wanted))
                    .asException();
        }
    }

    /** The proof for the latest checkpoint, empty while the entry is not under one. */
    public Optional<InclusionAnswer> latest(long index) throws IOException {
        Optional<SignedTree> tree = SignedTree.latest(log, key.get()).filter(signed -> index < signed.size());
        return tree.isEmpty()
                ? Optional.empty()
                : Optional.of(inclusion(tree.get(), index, tree.get().size()));
    }

    /** @param treeSize of any checkpoint, or of none; without it, that of the latest one */
    InclusionAnswer inclusion(long index, Optional<Long> treeSize) throws IOException {
        SignedTree tree = tree("treeSize", treeSize);
        long size = treeSize.orElse(tree.size());
        if (index >= size) {
            throw Parameters.invalid("index", "must be below the tree size; an entry is signed within seconds");
        }
        return inclusion(tree, index, size);
    }

    /** @param newSize without it, that of the latest checkpoint */
    ConsistencyAnswer consistency(long oldSize, Optional<Long> newSize) throws IOException {
        SignedTree tree = tree("to", newSize);
        long size = newSize.orElse(tree.size());
        if (oldSize > size) {
            throw Parameters.invalid("from", "must not be larger than the newer size");
        }
        ConsistencyProof proof = tree.consistency(oldSize, size);
        return new ConsistencyAnswer(
                oldSize, size, tree.root(oldSize).toString(), tree.root(size).toString(), base64(proof.path()));
    }

    /** The proof of a signed entry as a file, for the latest checkpoint. */
    public LogProof file(long index) throws IOException {
        SignedTree tree = tree("index", Optional.empty());
        if (index >= tree.size()) {
            throw Parameters.invalid("index", "must be the index of a signed entry; an entry is signed within seconds");
        }
        return tree.file(index);
    }

    private SignedTree tree(String parameter, Optional<Long> size) throws IOException {
        SignedTree tree = SignedTree.latest(log, key.get())
                .orElseThrow(() ->
                        Parameters.invalid(parameter, "must be within the signed log, but nothing is signed yet"));
        if (size.filter(asked -> asked > tree.size()).isPresent()) {
            throw Parameters.invalid(parameter, "must not be larger than the signed size, " + tree.size());
        }
        return tree;
    }

    private InclusionAnswer inclusion(SignedTree tree, long index, long size) throws IOException {
        InclusionProof proof = tree.inclusion(index, size);
        return new InclusionAnswer(number(), index, size, tree.root(size).toString(), base64(proof.path()));
    }

    private static List<String> base64(List<Hash> path) {
        return path.stream().map(Hash::toString).toList();
    }
}

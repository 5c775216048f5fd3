package org.healthpassport.audit.proof;

import java.io.IOException;
import java.util.Optional;
import org.healthpassport.audit.merkle.ConsistencyProof;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.InclusionProof;
import org.healthpassport.audit.merkle.MerkleTree;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.LogProof;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.PublishedLog;
import org.healthpassport.audit.tile.VerifiedTiles;

/**
 * The tree under the latest checkpoint, and the smaller trees that it began with. Every tile is verified against the signed
 * root. For one thread.
 */
final class SignedTree {
    private final SignedNote note;
    private final long size;
    private final VerifiedTiles tiles;

    private SignedTree(SignedNote note, long size, VerifiedTiles tiles) {
        this.note = note;
        this.size = size;
        this.tiles = tiles;
    }

    /**
     * Empty if nothing was signed yet.
     *
     * @throws IOException the log is away or damaged
     */
    static Optional<SignedTree> latest(PublishedLog log, VerifierKey key) throws IOException {
        Optional<byte[]> bytes = log.checkpoint();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        SignedNote note = SignedNote.parse(bytes.get());
        Checkpoint signed = Checkpoint.open(note, key);
        return Optional.of(new SignedTree(note, signed.size(), new VerifiedTiles(signed.size(), signed.root(), log)));
    }

    /** The number of signed entries. */
    long size() {
        return size;
    }

    /** The root of this tree as it was at a size up to {@link #size}. */
    Hash root(long treeSize) throws IOException {
        return tree(treeSize).root();
    }

    /** Of an index below the tree size, which is at most {@link #size}. */
    InclusionProof inclusion(long index, long treeSize) throws IOException {
        return tree(treeSize).inclusion(index);
    }

    /** Of two sizes, the older one at most the newer one, which is at most {@link #size}. */
    ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
        return tree(newSize).consistencyFrom(oldSize);
    }

    /** The proof with the checkpoint that it leads to. */
    LogProof file(long index) throws IOException {
        return new LogProof(index, inclusion(index, size).path(), note);
    }

    private MerkleTree tree(long treeSize) {
        return new MerkleTree(treeSize, tiles);
    }
}

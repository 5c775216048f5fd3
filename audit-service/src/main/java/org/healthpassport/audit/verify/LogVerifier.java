package org.healthpassport.audit.verify;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.ClosingNote.Signed;
import org.healthpassport.audit.note.NoteRefused;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.LogLayout;
import org.healthpassport.audit.tile.PublishedLog;
import org.healthpassport.audit.tile.Tile;
import org.healthpassport.audit.tile.TreeEdge;

/**
 * Rebuilds a log from its entries alone and compares everything that is published with the result: every leaf hash, every
 * tile, the root under the signature, and an older root that somebody kept. Nothing but the verifier key is trusted.
 */
public final class LogVerifier {
    static final String CHECKPOINT = "checkpoint";
    static final String CLOSED = "closed";

    private final PublishedLog log;
    private final VerifierKey key;
    private final LongConsumer progress;
    private final EntryReader reader;

    /** @param progress is told now and then how many entries were checked */
    public LogVerifier(PublishedLog log, VerifierKey key, LongConsumer progress) {
        this(log, key, progress, entries -> {});
    }

    /** @param reader is given all entries, in order; they count only if the verdict is good */
    LogVerifier(PublishedLog log, VerifierKey key, LongConsumer progress, EntryReader reader) {
        this.log = log;
        this.key = key;
        this.progress = progress;
        this.reader = reader;
    }

    /** Takes the entries of a log. */
    interface EntryReader {
        void read(List<Entry> next) throws IOException;
    }

    /**
     * Checks everything below the log's current checkpoint.
     *
     * @param since an older checkpoint of the same log, its signature verified
     * @throws IOException the log could not be read, so nothing is known
     */
    public Verdict verify(Optional<Checkpoint> since) throws IOException {
        return verify(since, Optional.empty(), Optional.empty());
    }

    /**
     * The same for a log of which this is known: it continues a closed one, or is closed itself.
     *
     * @param opening the note that closed the log before, its signature verified
     * @param closing the note that closed this log, its signature verified; it explains that signed entries are not kept
     */
    Verdict verify(Optional<Checkpoint> since, Optional<SignedNote> opening, Optional<ClosingNote> closing)
            throws IOException {
        Optional<byte[]> note = log.checkpoint();
        if (note.isEmpty() && closing.filter(end -> end.kept().size() == 0).isPresent()) {
            return Verdict.of(
                    Optional.empty(), beyondClosing(since, closing).stream().toList());
        }
        if (note.isEmpty()) {
            return Verdict.of(Optional.empty(), List.of(new Discrepancy(CHECKPOINT, "is missing")));
        }
        Checkpoint signed;
        try {
            signed = Checkpoint.open(SignedNote.parse(note.get()), key);
        } catch (NoteRefused e) {
            return Verdict.of(Optional.empty(), List.of(new Discrepancy(CHECKPOINT, String.valueOf(e.getMessage()))));
        }
        Verdict verdict = new Check(signed, since.filter(old -> !isExplained(old, closing)), opening).run();
        return verdict.with(Stream.concat(
                        beyondClosing(since, closing).stream(),
                        closing.filter(end -> !isKept(signed, end)).stream()
                                .map(end -> new Discrepancy(
                                        CLOSED,
                                        "keeps " + end.kept().size() + " entries, but the checkpoint has "
                                                + signed.size() + " of root " + signed.root())))
                .toList());
    }

    private static boolean isKept(Checkpoint signed, ClosingNote closing) {
        return signed.size() == closing.kept().size()
                && signed.root().equals(closing.kept().root());
    }

    /** Tells whether a closing note says that some entries of an older checkpoint are not kept. */
    static boolean isExplained(Checkpoint old, Optional<ClosingNote> closing) {
        return closing.filter(end -> old.size() > end.kept().size()).isPresent();
    }

    /** Every older checkpoint must be covered by the part that the closing note knows to be signed. */
    private static Optional<Discrepancy> beyondClosing(Optional<Checkpoint> since, Optional<ClosingNote> closing) {
        return since.flatMap(old -> closing.filter(end -> !end.signed().covers(old))
                .map(ClosingNote::signed)
                .map(Signed::largest)
                .map(largest -> new Discrepancy(
                        CLOSED,
                        "names " + largest.size() + " signed entries of root " + largest.root() + ", but " + old.size()
                                + " of root " + old.root() + " were signed")));
    }

    /** One pass over the entries. */
    private final class Check {
        private final Checkpoint signed;
        private final Optional<Checkpoint> since;
        private final Verdict.Discrepancies discrepancies = new Verdict.Discrepancies();
        private final Optional<CopiedEntries> copies;
        private TreeEdge edge = TreeEdge.EMPTY;

        Check(Checkpoint signed, Optional<Checkpoint> since, Optional<SignedNote> opening) {
            this.signed = signed;
            this.since = since;
            this.copies = opening.map(note -> new CopiedEntries(note, discrepancies));
        }

        Verdict run() throws IOException {
            since.filter(old -> old.size() > signed.size())
                    .ifPresent(old -> discrepancies.add(new Discrepancy(
                            CHECKPOINT,
                            "the log has " + signed.size() + " entries, but had " + old.size() + " before")));
            if (rebuild()) {
                for (Tile tile : edge.partialTiles()) {
                    compare(tile);
                }
                if (!edge.root().equals(signed.root())) {
                    discrepancies.add(new Discrepancy(CHECKPOINT, "the entries do not give the signed root"));
                }
                compareWithOld(List.of());
                if (copies.isPresent()) {
                    copies.get().finish(signed.size(), log);
                }
            }
            return discrepancies.verdict(signed);
        }

        /** Returns whether there were leaves for every entry. */
        private boolean rebuild() throws IOException {
            boolean whole = true;
            try (ReadAhead bundles = new ReadAhead(new LogLayout(signed.size()), log)) {
                while (bundles.hasNext()) {
                    BundleLeaves leaves = bundles.next();
                    leaves.discrepancies().forEach(discrepancies::add);
                    if (whole && leaves.hashes().isPresent()) {
                        append(leaves.hashes().get());
                    } else if (whole) {
                        whole = false;
                        discrepancies.add(new Discrepancy(
                                CHECKPOINT,
                                "the tree cannot be rebuilt from entry "
                                        + leaves.bundle().firstEntry() + " on"));
                    }
                    reader.read(leaves.entries());
                    progress.accept(
                            leaves.bundle().firstEntry() + leaves.bundle().width());
                }
            }
            return whole;
        }

        private void append(List<Hash> leaves) throws IOException {
            compareWithOld(leaves);
            copies.ifPresent(beginning -> beginning.append(leaves));
            TreeEdge.Growth growth = edge.append(leaves);
            edge = growth.edge();
            for (Tile tile : growth.fullTiles()) {
                compare(tile);
            }
        }

        /** Compares the old root with that of as many first entries, if its size is reached within these leaves. */
        private void compareWithOld(List<Hash> leaves) {
            since.filter(old -> old.size() >= edge.size() && old.size() - edge.size() < Math.max(1, leaves.size()))
                    .filter(old -> !edge.frontier()
                            .append(leaves.subList(0, (int) (old.size() - edge.size())))
                            .root()
                            .equals(old.root()))
                    .ifPresent(old -> discrepancies.add(new Discrepancy(
                            CHECKPOINT, "the first " + old.size() + " entries are not those that were signed before")));
        }

        /** Compares a tile of the rebuilt tree with the published one; leaf hashes were compared with their bundle. */
        private void compare(Tile rebuilt) throws IOException {
            int level = rebuilt.id().level();
            if (level == 0) {
                return;
            }
            try {
                Tile published = Tile.read(rebuilt.id(), log);
                HashDifferences.between(rebuilt.hashes(), published.hashes())
                        .map(differences -> new Discrepancy(
                                rebuilt.id().path(),
                                "hash " + differences.first() + " is not that of the "
                                        + entries(level, rebuilt.id().index(), differences.first())
                                        + differences.andMore()))
                        .ifPresent(discrepancies::add);
            } catch (DamagedLogFile e) {
                discrepancies.add(Discrepancy.of(e));
            }
        }

        private static String entries(int level, long tile, int place) {
            int shift = Byte.SIZE * level;
            long first = (tile * LogFile.FULL_WIDTH + place) << shift;
            return "entries " + first + " to " + (first + (1L << shift) - 1);
        }
    }
}

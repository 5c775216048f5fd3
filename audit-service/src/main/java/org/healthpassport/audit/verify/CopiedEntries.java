package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.healthpassport.audit.merkle.Frontier;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.ClosingNote.Tree;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.EntryBundle;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.TileSource;
import org.healthpassport.vault.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Compares the beginning of a log that continues another one with the note that closed the other: one entry that names the note,
 * and then copies, which have the roots that the note has. For one thread.
 */
final class CopiedEntries {
    private final SignedNote note;
    private final ClosingNote closing;
    private final Verdict.Discrepancies discrepancies;
    private @Nullable Hash first;
    private Frontier copies = Frontier.EMPTY;

    /** @param note its signature was verified */
    CopiedEntries(SignedNote note, Verdict.Discrepancies discrepancies) {
        this.note = note;
        this.closing = ClosingNote.parse(note.text());
        this.discrepancies = discrepancies;
    }

    /** Takes the next leaves of the log. */
    void append(List<Hash> leaves) {
        List<Hash> rest = leaves;
        if (first == null && !leaves.isEmpty()) {
            first = leaves.get(0);
            rest = leaves.subList(1, leaves.size());
        }
        long missing = closing.restored().size() - copies.size();
        rest = rest.subList(0, (int) Math.min(rest.size(), missing));
        compare(closing.kept(), rest, "that were signed before");
        compare(closing.restored(), rest, "that were restored");
        copies = copies.append(rest);
    }

    private void compare(Tree tree, List<Hash> leaves, String which) {
        long open = tree.size() - copies.size();
        if (open > 0
                && open <= leaves.size()
                && !copies.append(leaves.subList(0, (int) open)).root().equals(tree.root())) {
            add("entries 1 to " + tree.size() + " are not copies of those " + which);
        }
    }

    /** To be called when all leaves of the log were taken. */
    void finish(long size, TileSource log) throws IOException {
        if (size <= closing.restored().size()) {
            add("it has " + size + " entries, but continues one of "
                    + closing.restored().size());
        }
        if (first != null) {
            try {
                int width = (int) Math.min(size, LogFile.FULL_WIDTH);
                Entry entry =
                        EntryBundle.read(new BundleId(0, width), log).entries().get(0);
                if (!entry.leafHash().equals(first) || !namesNote(entry)) {
                    add("its first entry does not name the note that closed the log before");
                }
            } catch (DamagedLogFile e) {
                discrepancies.add(Discrepancy.of(e));
            }
        }
    }

    /** In canonical JSON a member has one spelling, and none can stand within a text, where quotes are escaped. */
    private boolean namesNote(Entry entry) {
        String json = new String(entry.bytes(), UTF_8);
        String sha256 = HexFormat.of().formatHex(Sha256.of(note.bytes()));
        return json.contains("\"type\":\"LOG_CONTINUED\"") && json.contains("\"sha256\":\"" + sha256 + "\"");
    }

    private void add(String what) {
        discrepancies.add(new Discrepancy(LogVerifier.CHECKPOINT, what));
    }
}

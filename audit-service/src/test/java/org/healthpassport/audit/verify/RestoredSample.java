package org.healthpassport.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.healthpassport.audit.note.Checkpoint;
import org.healthpassport.audit.note.ClosingNote;
import org.healthpassport.audit.note.ClosingNote.Signed;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.Entry;
import org.healthpassport.audit.tile.LogEdge;
import org.healthpassport.vault.digest.Sha256;

/** A log of which 900 entries were signed, 700 restored and 650 kept, and the one that continues it, in a folder. */
final class RestoredSample {
    static final int SIGNED = 900;
    static final int RESTORED = 700;
    static final int KEPT = 650;

    final SampleLog old;
    final SampleLog next;
    final SignedNote note;

    RestoredSample(Path folder) throws IOException {
        this(folder, KEPT, false);
    }

    /**
     * @param kept the number of entries that are kept
     * @param orMore true if it is not known whether more were signed
     */
    RestoredSample(Path folder, int kept, boolean orMore) throws IOException {
        old = new SampleLog(folder);
        next = new SampleLog(folder.resolve("2"), SampleLog.ORIGIN + "/2");
        if (kept > 0) {
            old.grow(kept);
        }
        note = old.key.sign(new ClosingNote(
                old.key.verifier(),
                next.key.verifier(),
                new Signed(tree(SIGNED), orMore),
                tree(RESTORED),
                kept == 0 ? ClosingNote.Tree.EMPTY : tree(kept),
                Instant.parse("2026-11-30T19:00:00Z"),
                "Disk failure"));
        old.write("closed", note.bytes());
    }

    /** Writes the second log as a service does. */
    RestoredSample continued() throws IOException {
        return continued(begin(first(note), copies()));
    }

    RestoredSample continued(List<Entry> entries) throws IOException {
        next.append(entries);
        next.publish();
        return this;
    }

    static List<Entry> begin(Entry first, List<Entry> copies) {
        List<Entry> entries = new ArrayList<>(List.of(first));
        entries.addAll(copies);
        entries.add(SampleLog.entry(10_000));
        return entries;
    }

    static List<Entry> copies() {
        return entries(RESTORED);
    }

    static Entry first(SignedNote note) {
        String sha256 = HexFormat.of().formatHex(Sha256.of(note.bytes()));
        return Entry.of(("{\"finding\":{\"sha256\":\"" + sha256 + "\"},\"type\":\"LOG_CONTINUED\"}").getBytes(UTF_8));
    }

    /** A checkpoint of the first log, as it was when it had so many entries. */
    SignedNote checkpoint(int size) {
        ClosingNote.Tree tree = tree(size);
        return old.key.sign(new Checkpoint(SampleLog.ORIGIN, tree.size(), tree.root()));
    }

    private static ClosingNote.Tree tree(int size) {
        LogEdge edge = LogEdge.EMPTY.append(entries(size)).edge();
        return new ClosingNote.Tree(edge.size(), edge.root());
    }

    private static List<Entry> entries(int size) {
        return IntStream.range(0, size).mapToObj(SampleLog::entry).toList();
    }
}

package org.healthpassport.audit.note;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.Hash;

/**
 * The statement by which a log ends and names the one that continues it: its database was put back to an earlier time, lawfully,
 * so that it has fewer entries than were signed. The key of the log that ends signs it. It is no checkpoint, and no reader
 * takes it for one: its second line is no number.
 *
 * @param log the key of the log that ends
 * @param next the key of the log that continues it
 * @param signed what is known to be signed
 * @param restored the tree of all entries that were restored; the next log begins with copies of them, after one entry of its own
 * @param kept the largest signed tree that the restored entries begin with
 * @param time to the millisecond
 * @param reason of the restore, as the operator gave it
 */
public record ClosingNote(
        VerifierKey log, VerifierKey next, Signed signed, Tree restored, Tree kept, Instant time, String reason) {
    /** The most characters of a reason. */
    public static final int LONGEST_REASON = 200;

    /** The characters of a reason: one line, and nothing that changes how others are shown. */
    public static final String REASON = "[^\\p{C}\\p{Zl}\\p{Zp}]{0," + LONGEST_REASON + "}";

    private static final String HEADER = "health-passport/log-closed@v1";
    private static final int LINES = 8;
    private static final int LONGEST_TIME = 40;

    public ClosingNote {
        if (log.type() != SignatureType.ED25519
                || next.type() != SignatureType.ED25519
                || log.name().equals(next.name())) {
            throw new NoteRefused("Expected the keys of two logs, but found others.");
        }
        if (kept.size() > signed.largest().size() || kept.size() > restored.size()) {
            throw new NoteRefused("Expected to keep at most what was signed and what was restored, but it is more.");
        }
        if (!time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
            throw new NoteRefused("Expected a time in milliseconds, but it is more precise.");
        }
        if (reason.isBlank() || !reason.strip().equals(reason) || !reason.matches(REASON)) {
            throw new NoteRefused("Expected a reason of at most " + LONGEST_REASON
                    + " printable characters, but it is something else.");
        }
    }

    /** The size and root of a tree. */
    public record Tree(long size, Hash root) {
        /** The tree of nothing. */
        public static final Tree EMPTY = new Tree(0, Hash.OF_EMPTY_TREE);

        public Tree {
            if (size < 0 || (size == 0 && !root.equals(Hash.OF_EMPTY_TREE))) {
                throw new NoteRefused("Expected a size and its root, but got size " + size + " and root " + root + ".");
            }
        }

        static Tree parse(String text) {
            if (text.equals("0")) {
                return EMPTY;
            }
            String[] parts = text.split(" ", 2);
            long size = NoteSyntax.number(parts[0]);
            if (size == 0 || parts.length != 2) {
                throw new NoteRefused("Expected 0, or a size and a root, but found something else.");
            }
            return new Tree(size, NoteSyntax.hash(parts[1]));
        }

        /** A tree of no entries is {@code 0}, without its root. */
        @Override
        public String toString() {
            return size == 0 ? "0" : size + " " + root;
        }
    }

    /**
     * The part of a log that is known to be signed.
     *
     * @param largest the largest tree of which that is known
     * @param orMore true if the witness of what was signed last is lost, so that larger ones may have been signed
     */
    public record Signed(Tree largest, boolean orMore) {
        private static final String OR_MORE = " or more";

        static Signed parse(String text) {
            boolean orMore = text.endsWith(OR_MORE);
            return new Signed(Tree.parse(orMore ? text.substring(0, text.length() - OR_MORE.length()) : text), orMore);
        }

        /** Tells whether a checkpoint that was signed agrees with this. */
        public boolean covers(Checkpoint checkpoint) {
            return checkpoint.size() == largest.size
                    ? checkpoint.root().equals(largest.root)
                    : checkpoint.size() < largest.size || orMore;
        }

        @Override
        public String toString() {
            return largest + (orMore ? OR_MORE : "");
        }
    }

    /** Verifies the signature of the log that ends, then reads what it signed; {@link NoteRefused} if either fails. */
    public static ClosingNote open(SignedNote note, VerifierKey log) {
        note.requireSignature(log);
        ClosingNote closing = parse(note.text());
        if (!closing.log.toString().equals(log.toString())) {
            throw new NoteRefused("Expected a note that closes " + log.name() + ", but it closes another log.");
        }
        return closing;
    }

    /** Reads {@link #text} without verifying a signature; {@link #open} does both. */
    public static ClosingNote parse(String text) {
        if (text.length() > SignedNote.MAX_BYTES) {
            throw new NoteRefused("Expected a short note, but it is long.");
        }
        List<String> lines = Stream.of(text.split("\n", -1)).toList();
        if (lines.size() != LINES + 1
                || !lines.get(0).equals(HEADER)
                || !lines.get(LINES).isEmpty()) {
            throw new NoteRefused("Expected the " + LINES + " lines of a note that closes a log, but found others.");
        }
        ClosingNote note = new ClosingNote(
                VerifierKey.parse(value(lines.get(1), "log")),
                VerifierKey.parse(value(lines.get(2), "next")),
                Signed.parse(value(lines.get(3), "signed")),
                Tree.parse(value(lines.get(4), "restored")),
                Tree.parse(value(lines.get(5), "kept")),
                time(value(lines.get(6), "time")),
                value(lines.get(7), "reason"));
        if (!note.text().equals(text)) {
            throw new NoteRefused("Expected the one spelling of a note that closes a log, but found another.");
        }
        return note;
    }

    public String text() {
        return String.join(
                "\n",
                HEADER,
                "log " + log,
                "next " + next,
                "signed " + signed,
                "restored " + restored,
                "kept " + kept,
                "time " + time,
                "reason " + reason,
                "");
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name + " ")) {
            throw new NoteRefused("Expected the line " + name + " of a note that closes a log, but found another.");
        }
        return line.substring(name.length() + 1);
    }

    private static Instant time(String text) {
        try {
            if (text.length() <= LONGEST_TIME) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            throw new NoteRefused("Expected a time as of RFC 3339, in UTC, but found something else.");
        }
        throw new NoteRefused("Expected a time as of RFC 3339, in UTC, but it is longer.");
    }
}

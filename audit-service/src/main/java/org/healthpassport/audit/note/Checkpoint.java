package org.healthpassport.audit.note;

import org.healthpassport.audit.merkle.Hash;

/**
 * The commitment of a log to its size and root (C2SP tlog-checkpoint). Extension lines, which the specification advises against,
 * are refused: this log writes none.
 */
public record Checkpoint(String origin, long size, Hash root) {
    public Checkpoint {
        NoteSyntax.requireKeyName(origin);
        if (size < 0 || (size == 0 && !root.equals(Hash.OF_EMPTY_TREE))) {
            throw new NoteRefused("Expected a size and its root, but got size " + size + " and root " + root + ".");
        }
    }

    /** Verifies the signature of a log, then reads what it signed; {@link NoteRefused} if either fails. */
    public static Checkpoint open(SignedNote note, VerifierKey log) {
        if (log.type() != SignatureType.ED25519) {
            throw new NoteRefused("Expected the key of a log, but " + log + " is a witness's.");
        }
        note.requireSignature(log);
        Checkpoint checkpoint = parse(note.text());
        if (!checkpoint.origin.equals(log.name())) {
            throw new NoteRefused("Expected a checkpoint of " + log.name() + ", but it is of another log.");
        }
        return checkpoint;
    }

    /** Reads {@link #text} without verifying a signature; {@link #open} does both. */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            throw new NoteRefused("Expected the three lines of a checkpoint, but found something else.");
        }
        return new Checkpoint(lines[0], NoteSyntax.number(lines[1]), NoteSyntax.hash(lines[2]));
    }

    public String text() {
        return origin + "\n" + size + "\n" + root + "\n";
    }
}

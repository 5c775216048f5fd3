package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text and the signatures under it (C2SP signed-note). The text ends with a newline. */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** No checkpoint comes near it; every reader may stop here. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_SIGNATURES = 100;

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new NoteRefused("Expected lines of text without control characters.");
        }
        if (signatures.size() > MAX_SIGNATURES) {
            throw new NoteRefused("Expected at most " + MAX_SIGNATURES + " signatures, but found more.");
        }
    }

    static SignedNote unsigned(String text) {
        return new SignedNote(text, List.of());
    }

    /** Reads a note of at least one signature; checks its form, not the signatures. */
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new NoteRefused("Expected a note of at most " + MAX_BYTES + " bytes, but it is longer.");
        }
        return parse(NoteSyntax.utf8(bytes));
    }

    static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || note.length() == end + 2) {
            throw new NoteRefused("Expected a text, an empty line and signatures, but found something else.");
        }
        List<NoteSignature> signatures = Stream.of(
                        note.substring(end + 2, note.length() - 1).split("\n", -1))
                .map(NoteSignature::parse)
                .toList();
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    public SignedNote with(NoteSignature signature) {
        return new SignedNote(
                text, Stream.concat(signatures.stream(), Stream.of(signature)).toList());
    }

    /** {@link NoteRefused} unless this key signed, and every signature in its name holds. */
    public void requireSignature(VerifierKey key) {
        List<NoteSignature> claimed = signatures.stream().filter(key::matches).toList();
        if (claimed.isEmpty()) {
            throw new NoteRefused("Expected a signature of " + key + ", but there is none.");
        }
        if (!claimed.stream().allMatch(signature -> key.verifies(text, signature))) {
            throw new NoteRefused("Expected a signature of " + key + ", but the one there does not hold.");
        }
    }

    public byte[] bytes() {
        return toString().getBytes(UTF_8);
    }

    /** The note as it is published. */
    @Override
    public String toString() {
        return text + signatures.stream().map(signature -> signature + "\n").collect(Collectors.joining("", "\n", ""));
    }
}

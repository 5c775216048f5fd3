package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.audit.merkle.Hash;
import org.healthpassport.audit.merkle.InclusionProof;

/** A {@code .tlog-proof} file: shows without the log that an entry is in it (C2SP tlog-proof). */
public record LogProof(long index, List<Hash> path, SignedNote checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final int MAX_PATH = 63;

    public LogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > MAX_PATH) {
            throw new NoteRefused("Expected an index and at most " + MAX_PATH + " hashes.");
        }
    }

    public static LogProof parse(byte[] bytes) {
        if (bytes.length > 2 * SignedNote.MAX_BYTES) {
            throw new NoteRefused("Expected a proof, but the file is too long for one.");
        }
        String file = NoteSyntax.utf8(bytes);
        int end = file.indexOf("\n\n");
        String[] lines = end < 0 ? new String[0] : file.substring(0, end).split("\n", -1);
        if (lines.length < 2 || !lines[0].equals(HEADER) || !lines[1].startsWith(INDEX)) {
            throw new NoteRefused("Expected a proof of version 1, but found something else.");
        }
        return new LogProof(
                NoteSyntax.number(lines[1].substring(INDEX.length())),
                Stream.of(lines).skip(2).map(NoteSyntax::hash).toList(),
                SignedNote.parse(file.substring(end + 2)));
    }

    public byte[] bytes() {
        StringBuilder file = new StringBuilder(HEADER)
                .append('\n')
                .append(INDEX)
                .append(index)
                .append('\n');
        path.forEach(hash -> file.append(hash).append('\n'));
        return file.append('\n').append(checkpoint).toString().getBytes(UTF_8);
    }

    /**
     * Verifies that the log with this key has the leaf, at {@link #index}.
     *
     * @return the signed checkpoint that the leaf is under
     * @throws NoteRefused the signature does not hold, or the path does not lead from the leaf to the root
     */
    public Checkpoint verify(Hash leaf, VerifierKey log) {
        Checkpoint signed = Checkpoint.open(checkpoint, log);
        if (!new InclusionProof(index, signed.size(), path).proves(leaf, signed.root())) {
            throw new NoteRefused("Expected a path from the entry to the signed root, but it leads elsewhere.");
        }
        return signed;
    }
}

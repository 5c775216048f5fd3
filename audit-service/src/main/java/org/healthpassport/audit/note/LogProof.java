package org.healthpassport.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.healthpassport.audit.merkle.Hash;

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

    /** The content of the file. */
    public byte[] bytes() {
        StringBuilder file = new StringBuilder(HEADER)
                .append('\n')
                .append(INDEX)
                .append(index)
                .append('\n');
        path.forEach(hash -> file.append(hash).append('\n'));
        return file.append('\n').append(checkpoint).toString().getBytes(UTF_8);
    }
}

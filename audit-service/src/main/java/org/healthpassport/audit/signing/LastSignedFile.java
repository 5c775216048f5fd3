package org.healthpassport.audit.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;

/** The checkpoint that was signed last on this machine, in a file beside the key that signed it; its owner's alone. */
public final class LastSignedFile {
    /** Its name in the folder of keys. */
    public static final String NAME = "audit-log-last-signed";

    private final Path folder;
    private final Path file;

    /** @param folder of the key; it must be writable for as long as checkpoints are signed */
    public LastSignedFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    /**
     * The note, not verified; empty if nothing was signed on this machine.
     *
     * @throws org.healthpassport.audit.note.NoteRefused the file holds something else
     */
    Optional<SignedNote> read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(SignedNote.parse(in.readNBytes(SignedNote.MAX_BYTES + 1)));
        } catch (NoSuchFileException nothingSigned) {
            return Optional.empty();
        }
    }

    /** Puts a note in the place of the one before; whole and durable when this returns. */
    void write(SignedNote note) throws IOException {
        try (PartFile part = DurableFolder.open(folder).begin()) {
            part.write(note.bytes());
            part.replace(file);
        }
    }
}

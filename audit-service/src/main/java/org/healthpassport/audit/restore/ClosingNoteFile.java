package org.healthpassport.audit.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;

/** The note that closes a log, in the folder of witnesses. It is written once. */
final class ClosingNoteFile {
    private final Path folder;
    private final Path file;

    ClosingNoteFile(Path folder, int log) {
        this.folder = folder;
        this.file = folder.resolve("audit-log-closed-" + log);
    }

    /**
     * The note, not verified; empty if the log is open.
     *
     * @throws org.healthpassport.audit.note.NoteRefused the file holds something else
     */
    Optional<SignedNote> read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(SignedNote.parse(in.readNBytes(SignedNote.MAX_BYTES + 1)));
        } catch (NoSuchFileException open) {
            return Optional.empty();
        }
    }

    /**
     * Writes the note; whole and durable when this returns.
     *
     * @throws java.nio.file.FileAlreadyExistsException there is one, which stays
     */
    void write(SignedNote note) throws IOException {
        try (PartFile part = DurableFolder.open(folder).begin()) {
            part.write(note.bytes());
            part.publishAs(file);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

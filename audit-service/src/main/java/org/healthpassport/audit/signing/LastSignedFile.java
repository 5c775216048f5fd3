package org.healthpassport.audit.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;

/**
 * The checkpoint that was signed last on this machine, in a file of its own for each log; its owner's alone. It is a witness
 * against the database only if nobody puts it back together with the database, so it has a folder apart from its backups.
 */
public final class LastSignedFile {
    /** The name of the first log's file in the folder of witnesses. */
    public static final String NAME = "audit-log-last-signed";

    private final Path folder;
    private final IntSupplier log;

    /**
     * @param folder it must be writable for as long as checkpoints are signed
     * @param log the number of the log, asked each time
     */
    public LastSignedFile(Path folder, IntSupplier log) {
        this.folder = folder;
        this.log = log;
    }

    Path path() {
        return folder.resolve(LogInUse.named(NAME, log.getAsInt()));
    }

    /**
     * The note, not verified; empty if nothing was signed on this machine.
     *
     * @throws org.healthpassport.audit.note.NoteRefused the file holds something else
     */
    Optional<SignedNote> read() throws IOException {
        try (InputStream in = Files.newInputStream(path())) {
            return Optional.of(SignedNote.parse(in.readNBytes(SignedNote.MAX_BYTES + 1)));
        } catch (NoSuchFileException nothingSigned) {
            return Optional.empty();
        }
    }

    /** Puts a note in the place of the one before; whole and durable when this returns. */
    void write(SignedNote note) throws IOException {
        try (PartFile part = DurableFolder.open(folder).begin()) {
            part.write(note.bytes());
            part.replace(path());
        }
    }
}

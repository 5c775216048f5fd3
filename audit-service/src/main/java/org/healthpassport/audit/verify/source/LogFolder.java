package org.healthpassport.audit.verify.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthpassport.audit.note.SignedNote;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.PublishedLog;

/** A log in a folder: {@code checkpoint} and {@code tile/...}. */
public final class LogFolder implements PublishedLog {
    private final Path folder;

    public LogFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return read("checkpoint", SignedNote.MAX_BYTES);
    }

    @Override
    public Optional<byte[]> closed() throws IOException {
        return read("closed", SignedNote.MAX_BYTES);
    }

    @Override
    public Optional<byte[]> find(LogFile file) throws IOException {
        return read(file.path(), file.maxBytes());
    }

    private Optional<byte[]> read(String path, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(path))) {
            // One byte too many is enough for the reader to refuse the file.
            return Optional.of(in.readNBytes(maxBytes + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

package org.healthpassport.vault.staging;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.healthpassport.vault.durable.PartFile;
import org.healthpassport.vault.object.folder.ObjectFile;

/** A staged file of a folder: an object file, which an object store of files can link instead of copying it. */
final class PartialStagedFile implements StagedFile {
    private final PartFile part;
    private final MeasuringChannel channel;
    private final Path target;
    private final String name;
    private boolean finished;

    PartialStagedFile(PartFile part, Path target, String name) throws IOException {
        this.part = part;
        // The header is known at the end; until then its place is empty.
        part.write(new byte[ObjectFile.HEADER_BYTES]);
        this.channel = new MeasuringChannel(part.channel());
        this.target = target;
        this.name = name;
    }

    @Override
    public WritableByteChannel channel() {
        return channel;
    }

    @Override
    public CommittedFile commit() {
        if (finished) {
            throw new IllegalStateException("Expected a staged file in the making, but it was committed or closed.");
        }
        finished = true;
        try (part) {
            channel.close();
            CommittedFile committed = new CommittedFile(channel.sizeBytes(), channel.sha256());
            part.rewriteStart(ObjectFile.header(committed.sizeBytes(), committed.sha256()));
            part.publishAs(target);
            return committed;
        } catch (FileAlreadyExistsException e) {
            throw new StagedFileConflict("Expected no staged file %s, but there is one.".formatted(name), e);
        } catch (IOException e) {
            discard(e);
            throw StagedFolder.unavailable(e);
        }
    }

    /** Deletes a file that became visible although its commit failed. */
    private void discard(IOException failure) {
        if (!part.isPublished()) {
            return;
        }
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        if (finished) {
            return;
        }
        finished = true;
        try {
            part.close();
        } catch (IOException e) {
            throw new StagingUnavailable("Expected to discard a staged file, but it failed.", e);
        }
    }
}

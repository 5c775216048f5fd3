package org.healthpassport.vault.staging;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.healthpassport.vault.durable.DiskFull;
import org.healthpassport.vault.durable.DurableFolder;
import org.healthpassport.vault.durable.PartFile;
import org.healthpassport.vault.object.folder.ObjectFile;

/** Staged files in a folder: a local one, or a volume that services share. */
public final class StagedFolder implements StagedFiles {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final DurableFolder folder;

    private StagedFolder(DurableFolder folder) {
        this.folder = folder;
    }

    /** Opens the folder, which is made where it is missing. */
    public StagedFolder(Path root) {
        try {
            folder = DurableFolder.open(root);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Opens a folder that another service makes.
     *
     * @throws StagingUnavailable when it is not there yet, or its volume is not mounted
     */
    static StagedFolder existing(Path root) {
        try {
            return new StagedFolder(DurableFolder.openExisting(root));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public StagedFile begin(String name) {
        Path target = file(name);
        try {
            PartFile part = folder.begin();
            try {
                return new PartialStagedFile(part, target, name);
            } catch (IOException e) {
                try (part) {
                    throw e;
                }
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public SeekableByteChannel open(String name) {
        try {
            return ObjectFile.openStaged(file(name), name);
        } catch (NoSuchFileException e) {
            if (!folder.isThere()) { // without its volume it says nothing about any file
                throw unavailable(e);
            }
            throw new StagedFileMissing("Expected staged file %s, but there is none.".formatted(name), e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            DurableFolder.delete(file(name));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public List<String> olderThan(Instant before) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.root(), StagedFolder::isStaged)) {
            for (Path file : files) {
                if (isOlder(file, before)) {
                    names.add(file.getFileName().toString());
                }
            }
        } catch (DirectoryIteratorException | IOException e) {
            throw unavailable(e);
        }
        return names;
    }

    @Override
    public void sweepAbandoned(Instant before) {
        try {
            folder.sweepAbandoned(before);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException deletedMeanwhile) {
            return false;
        }
    }

    private static boolean isStaged(Path file) {
        return ID.matcher(file.getFileName().toString()).matches();
    }

    private Path file(String name) {
        if (!ID.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Expected the name of a staged file: 1 to 128 letters, digits, '-' and '_'.");
        }
        return folder.root().resolve(name);
    }

    static StagingUnavailable unavailable(Exception e) {
        if (DiskFull.caused(e)) {
            return new StagingFull("Expected room for a staged file, but the disk is full.", e);
        }
        return new StagingUnavailable("Expected the folder of staged files to work, but it failed.", e);
    }
}

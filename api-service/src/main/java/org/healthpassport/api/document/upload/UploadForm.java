package org.healthpassport.api.document.upload;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.healthpassport.api.disk.FullStorage;
import org.healthpassport.api.document.DocumentProblems;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.vault.durable.DiskFull;
import org.healthpassport.vault.staging.StagingUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBuffer.ByteBufferIterator;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;

/**
 * Reads the parts of one upload, in whatever order they come. Blocking; parts come one after the other, but closing may
 * happen at any time and on any thread, as clients hang up when they like.
 */
final class UploadForm {
    private static final Logger log = LoggerFactory.getLogger(UploadForm.class);
    private static final String FILE = "file";

    private final IncomingFile file;
    private final Runnable requireRoom;
    private final Consumer<Throwable> whenFailed;
    private final Map<String, String> fields = new HashMap<>();
    private @Nullable String currentPart;
    private @Nullable String fileName;
    private boolean closed;

    /**
     * @param requireRoom fails where nothing more is to be written
     * @param whenFailed is told of a failure to write
     */
    UploadForm(IncomingFile file, Runnable requireRoom, Consumer<Throwable> whenFailed) {
        this.file = file;
        this.requireRoom = requireRoom;
        this.whenFailed = whenFailed;
    }

    /** Takes what came in next and releases its buffer; fails with a problem where the form is not as it should be. */
    synchronized void accept(PartEvent event) {
        try {
            if (!closed) {
                begin(event);
                take(event);
            }
        } catch (IOException failure) {
            throw notStaged(failure);
        } finally {
            DataBufferUtils.release(event.content());
        }
    }

    /** What was uploaded, durable from here on; fails with a problem where something is missing. */
    synchronized Upload finish() {
        if (fileName == null) {
            throw malformed("The part 'file' is missing.");
        }
        String type = fields.get("type");
        if (type == null) {
            throw malformed("The part 'type' is missing.");
        }
        UploadFields checked = UploadFields.of(type, fields.get("title"), fields.get("patientId"));
        try {
            return new Upload(checked, FileName.of(fileName), file.finish());
        } catch (IOException | StagingUnavailable failure) {
            throw notStaged(failure);
        }
    }

    /** Discards what was staged unless {@link #finish} was through. */
    synchronized void close() {
        closed = true;
        file.close();
    }

    private void begin(PartEvent event) {
        if (currentPart != null) {
            return;
        }
        currentPart = event.headers().getContentDisposition().getName();
        if (currentPart == null) {
            throw malformed("A part has no name.");
        }
        if (currentPart.equals(FILE)) {
            if (fileName != null) {
                throw malformed("The part 'file' is there twice.");
            }
            if (!(event instanceof FilePartEvent filePart)) {
                throw malformed("The part 'file' has no file name.");
            }
            fileName = filePart.filename();
        } else if (!(event instanceof FormPartEvent field)) {
            throw malformed("Only the part 'file' may be a file.");
        } else if (!UploadFields.NAMES.contains(currentPart)) {
            throw malformed("Parts are 'file', 'type', 'title' and 'patientId'.");
        } else if (fields.put(currentPart, field.value()) != null) {
            throw malformed("The part '" + currentPart + "' is there twice.");
        }
    }

    private void take(PartEvent event) throws IOException {
        if (event instanceof FilePartEvent) {
            requireRoom.run();
            write(event.content());
        }
        if (event.isLast()) {
            currentPart = null;
        }
    }

    private void write(DataBuffer content) throws IOException {
        try (ByteBufferIterator buffers = content.readableByteBuffers()) {
            while (buffers.hasNext()) {
                file.write(buffers.next());
            }
        }
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).asException();
    }

    private RuntimeException notStaged(Exception failure) {
        whenFailed.accept(failure);
        if (DiskFull.caused(failure)) {
            return FullStorage.problem().asException();
        }
        if (failure instanceof ClosedByInterruptException) {
            log.debug("An upload was given up while it was written");
        } else {
            log.error("An upload could not be staged: {}", failure.getClass().getName());
        }
        return Problem.of(ProblemType.UNAVAILABLE, "The upload could not be staged. Try again later.")
                .retryAfter(DocumentProblems.RETRY_AFTER)
                .asException();
    }

    /** A whole upload: its bytes are durable. */
    record Upload(UploadFields fields, String fileName, IncomingFile.Received received) {}
}

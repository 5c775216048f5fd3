package org.healthpassport.api.document.upload;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.healthpassport.api.document.DocumentDescription.SentReference;
import org.healthpassport.api.document.DocumentFailure;
import org.healthpassport.api.document.DocumentFailure.Reason;
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
 * Reads the parts of one upload, in any order. Blocking; parts arrive one after the other, but {@code close} may be
 * called at any time and on any thread, as clients can disconnect at any time.
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
     * @param requireRoom refuses if nothing more may be written
     * @param whenFailed is called when writing fails
     */
    UploadForm(IncomingFile file, Runnable requireRoom, Consumer<Throwable> whenFailed) {
        this.file = file;
        this.requireRoom = requireRoom;
        this.whenFailed = whenFailed;
    }

    /** Takes the next event of the form and releases its buffer; refused if the form is invalid. */
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

    /** Completes the upload, which is durable from now on; refused if a part is missing or invalid. */
    synchronized Upload finish() {
        if (fileName == null) {
            throw new UploadRefusal.MissingPart(FILE).asException();
        }
        String type = fields.get("type");
        if (type == null) {
            throw new UploadRefusal.MissingPart("type").asException();
        }
        UploadFields checked = UploadFields.of(type, fields.get("title"), fields.get("patientId"));
        try {
            return new Upload(checked, fileName, file.finish(), null);
        } catch (IOException | StagingUnavailable failure) {
            throw notStaged(failure);
        }
    }

    /** Discards the staged bytes, unless {@link #finish} has completed. */
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
            throw new UploadRefusal.NamelessPart().asException();
        }
        if (currentPart.equals(FILE)) {
            if (fileName != null) {
                throw new UploadRefusal.RepeatedPart(FILE).asException();
            }
            if (!(event instanceof FilePartEvent filePart)) {
                throw new UploadRefusal.FileWithoutName().asException();
            }
            // Refused before the file is read.
            fileName = FileName.of(filePart.filename());
        } else if (!(event instanceof FormPartEvent field)) {
            throw new UploadRefusal.FieldIsFile().asException();
        } else if (!UploadFields.NAMES.contains(currentPart)) {
            throw new UploadRefusal.UnknownPart().asException();
        } else if (fields.put(currentPart, field.value()) != null) {
            throw new UploadRefusal.RepeatedPart(currentPart).asException();
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

    private DocumentFailure notStaged(Exception failure) {
        whenFailed.accept(failure);
        if (DiskFull.caused(failure)) {
            return new DocumentFailure(Reason.STAGING_FULL);
        }
        if (failure instanceof ClosedByInterruptException) {
            log.debug("Expected to write an upload to the end, but the client gave it up");
        } else {
            log.error(
                    "Expected to stage an upload, but writing failed: {}",
                    failure.getClass().getName());
        }
        return new DocumentFailure(Reason.NOT_STAGED);
    }

    /**
     * A complete upload, whose bytes are durable.
     *
     * @param reference the resource in which they came; null if they came in a form
     */
    record Upload(
            UploadFields fields,
            String fileName,
            IncomingFile.Received received,
            @Nullable SentReference reference) {

        /** The same upload, if this is the form of a resource. */
        Upload of(@Nullable SentReference sent) {
            return new Upload(fields, fileName, received, sent);
        }
    }
}

package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.qrcode.reading.QrReader;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.PartEvent;

/** Reads a form with a picture (RFC 7578), or with the address of one; other parts are dropped. */
final class PictureForm {
    private static final String FILE = "file";
    private static final String OUTPUT_FORMAT = "outputformat";
    /** Bytes; longer than every valid value, so that a value that is cut here stays invalid. */
    private static final int LONGEST_OUTPUT_FORMAT = 16;
    /** Bytes around the picture: boundaries, headers and other fields. */
    private static final int ROOM_AROUND = 64 << 10;

    static final int LARGEST = QrReader.MOST_BYTES + ROOM_AROUND;

    private @Nullable String currentPart;
    private @Nullable ByteArrayOutputStream picture;
    private boolean address;
    private boolean tooLarge;
    private @Nullable ByteArrayOutputStream outputFormat;
    private @Nullable String malformed;
    private int bytes;

    /** Takes the next event of the form and releases its buffer. */
    void accept(PartEvent event) {
        DataBuffer content = event.content();
        try {
            begin(event);
            bytes += content.readableByteCount();
            tooLarge |= bytes > LARGEST;
            if (!tooLarge) {
                take(content);
            }
            if (event.isLast()) {
                currentPart = null;
            }
        } finally {
            DataBufferUtils.release(content);
        }
    }

    /**
     * Fails with 400 if the form is malformed. To be called at the end, as giving up in the middle of a form makes its
     * parser fail.
     */
    void requireWellFormed() {
        if (malformed != null) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, malformed).asException();
        }
    }

    /** True if the rest of the form need not be read. */
    boolean isTooLarge() {
        return tooLarge;
    }

    boolean hasAddress() {
        return address;
    }

    Optional<byte[]> picture() {
        return Optional.ofNullable(picture).map(ByteArrayOutputStream::toByteArray);
    }

    Optional<String> outputFormat() {
        return Optional.ofNullable(outputFormat).map(format -> format.toString(UTF_8));
    }

    private void begin(PartEvent event) {
        if (currentPart != null) {
            return;
        }
        String name = event.headers().getContentDisposition().getName();
        currentPart = name == null ? "" : name;
        if (name == null) {
            malformed = "A part has no name.";
        }
        if (FILE.equals(name)) {
            if (picture != null) {
                malformed = "The form has more than one part 'file'.";
            }
            picture = new ByteArrayOutputStream();
        }
        if (OUTPUT_FORMAT.equals(name) && outputFormat == null) {
            outputFormat = new ByteArrayOutputStream(LONGEST_OUTPUT_FORMAT);
        }
        address |= "fileurl".equals(name);
    }

    private void take(DataBuffer content) {
        if (FILE.equals(currentPart) && picture != null) {
            picture.writeBytes(read(content, content.readableByteCount()));
            tooLarge |= picture.size() > QrReader.MOST_BYTES;
        } else if (OUTPUT_FORMAT.equals(currentPart) && outputFormat != null) {
            outputFormat.writeBytes(
                    read(content, Math.min(content.readableByteCount(), LONGEST_OUTPUT_FORMAT - outputFormat.size())));
        }
    }

    private static byte[] read(DataBuffer content, int bytes) {
        byte[] read = new byte[bytes];
        content.read(read);
        return read;
    }
}

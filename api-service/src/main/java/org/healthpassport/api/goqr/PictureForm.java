package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.healthpassport.edge.body.BodyBytes;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.qrcode.reading.QrReader;
import org.jspecify.annotations.Nullable;
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
        byte[] content = BodyBytes.take(event.content());
        begin(event);
        bytes += content.length;
        tooLarge |= bytes > LARGEST;
        if (!tooLarge) {
            take(content);
        }
        if (event.isLast()) {
            currentPart = null;
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

    private void take(byte[] content) {
        if (FILE.equals(currentPart) && picture != null) {
            picture.writeBytes(content);
            tooLarge |= picture.size() > QrReader.MOST_BYTES;
        } else if (OUTPUT_FORMAT.equals(currentPart) && outputFormat != null) {
            outputFormat.write(content, 0, Math.min(content.length, LONGEST_OUTPUT_FORMAT - outputFormat.size()));
        }
    }
}

package org.healthpassport.api.document.upload;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.Tika;

/** Says what bytes are, from the bytes alone: no name and no header of the client has a say. */
final class DetectedType {
    /** How many bytes from the start the detection looks at. */
    static final int LOOKS_AT = 64 * 1024;

    private static final Tika TIKA = new Tika();
    private static final String TEXT = "text/plain";
    private static final Set<String> TAKEN = Set.of(
            "application/pdf",
            "image/png",
            "image/jpeg",
            "image/webp",
            "image/tiff",
            "application/dicom",
            "application/xml",
            "application/json",
            TEXT);

    private DetectedType() {}

    /**
     * Reads what types there are, once, while the service starts. Left to the first upload, it would be interrupted if
     * that one is cut off, and no type could be detected again before a restart.
     */
    static void prepare() {
        Optional<String> text = of(new byte[] {'a'});
        if (text.isEmpty()) {
            throw new IllegalStateException("Expected text to be detected, but it is not");
        }
    }

    /**
     * @param start the first {@value #LOOKS_AT} bytes, or all where there are fewer
     * @return the media type, empty when documents of that type are not taken
     */
    static Optional<String> of(byte[] start) {
        String detected = TIKA.detect(start);
        String type = detected.equals(TEXT) ? refineText(start) : detected;
        return Optional.of(type).filter(TAKEN::contains);
    }

    /** Tika knows XML by its declaration only, and does not tell JSON from text. */
    private static String refineText(byte[] start) {
        String text = new String(start, StandardCharsets.UTF_8);
        String content = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        if (content.startsWith("{") || content.startsWith("[")) {
            return "application/json";
        }
        return content.startsWith("<") ? "application/xml" : TEXT;
    }
}

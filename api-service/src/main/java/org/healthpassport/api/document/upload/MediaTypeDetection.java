package org.healthpassport.api.document.upload;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.Tika;

/** Detects the type of a document from its bytes alone, whatever its name and the client's headers say. */
final class MediaTypeDetection {
    /** The number of bytes that detection needs from the start. */
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

    private MediaTypeDetection() {}

    /**
     * Loads the table of types once, while the service starts. If the first upload loaded it and were cut off, the
     * loading would be interrupted, and no type could be detected before a restart.
     */
    static void prepare() {
        Optional<String> text = of(new byte[] {'a'});
        if (text.isEmpty()) {
            throw new IllegalStateException("Expected text to be detected, but it was not");
        }
    }

    /**
     * @param start the first {@value #LOOKS_AT} bytes, or all if there are fewer
     * @return the media type; empty if documents of this type are not accepted
     */
    static Optional<String> of(byte[] start) {
        String detected = TIKA.detect(start);
        String type = detected.equals(TEXT) ? refineText(start) : detected;
        return Optional.of(type).filter(TAKEN::contains);
    }

    /** Tika recognises XML by its declaration only, and does not tell JSON from text. */
    private static String refineText(byte[] start) {
        String text = new String(start, StandardCharsets.UTF_8);
        String content = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        if (content.startsWith("{") || content.startsWith("[")) {
            return "application/json";
        }
        return content.startsWith("<") ? "application/xml" : TEXT;
    }
}

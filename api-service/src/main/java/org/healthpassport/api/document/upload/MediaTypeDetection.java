package org.healthpassport.api.document.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.Tika;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;

/** Detects the type of a document from its bytes alone, whatever its name and the client's headers say. */
public final class MediaTypeDetection {
    /** The number of bytes that detection needs from the start. */
    static final int LOOKS_AT = 64 * 1024;

    private static final Tika TIKA = new Tika();
    private static final MediaTypeRegistry REGISTRY =
            MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    /** Was never registered, but is written often. */
    private static final MediaType JPG = MediaType.image("jpg");

    private static final Set<String> TAKEN = Set.of(
            "application/pdf",
            "image/png",
            "image/jpeg",
            "image/webp",
            "image/tiff",
            "application/dicom",
            "application/xml",
            JSON,
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

    /**
     * Tells if bytes can be of the type that somebody declares: the detected type, a special kind of it, or a more general
     * type. Bytes of no type that is accepted are left to {@link #of}.
     *
     * @param declared a media type, perhaps with parameters
     */
    public static boolean mayBe(String declared, byte[] bytes) {
        Optional<String> detected = of(Arrays.copyOf(bytes, Math.min(bytes.length, LOOKS_AT)));
        MediaType parsed = MediaType.parse(declared);
        return detected.isEmpty() || (parsed != null && mayBe(normalized(parsed.getBaseType()), detected.get()));
    }

    private static MediaType normalized(MediaType declared) {
        return declared.equals(JPG) ? MediaType.image("jpeg") : REGISTRY.normalize(declared);
    }

    private static boolean mayBe(MediaType declared, String detected) {
        String name = declared.toString();
        if (TAKEN.contains(name) && !name.equals(TEXT)) {
            return name.equals(detected);
        }
        MediaType actual = MediaType.parse(detected);
        return declared.equals(actual)
                || (detected.equals(JSON) && name.endsWith("+json"))
                || REGISTRY.isInstanceOf(declared, actual)
                || REGISTRY.isInstanceOf(actual, declared);
    }

    /** Tika recognises XML by its declaration only, and does not tell JSON from text. */
    private static String refineText(byte[] start) {
        String text = new String(start, StandardCharsets.UTF_8);
        String content = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripLeading();
        if (content.startsWith("{") || content.startsWith("[")) {
            return JSON;
        }
        return content.startsWith("<") ? "application/xml" : TEXT;
    }
}

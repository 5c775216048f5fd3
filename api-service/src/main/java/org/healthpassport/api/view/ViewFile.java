package org.healthpassport.api.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import org.healthpassport.vault.digest.Sha256;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * A file of a page, read once.
 *
 * @param etag of the content, so that browsers fetch it again exactly when it has changed
 */
record ViewFile(byte[] content, MediaType type, String etag) {
    private static final Map<String, MediaType> TYPES = Map.of(
            "html", MediaType.valueOf("text/html;charset=UTF-8"),
            "js", MediaType.valueOf("text/javascript;charset=UTF-8"),
            "css", MediaType.valueOf("text/css;charset=UTF-8"),
            "svg", MediaType.valueOf("image/svg+xml"));

    /** @throws IllegalStateException if the file does not exist, or its type is unknown */
    static ViewFile read(String folder, String name) {
        MediaType type = TYPES.get(StringUtils.getFilenameExtension(name));
        try (InputStream in = ViewFile.class.getResourceAsStream('/' + folder + '/' + name)) {
            if (in == null || type == null) {
                throw new IllegalStateException("Expected the page to have the file " + name + ", but it does not");
            }
            byte[] content = in.readAllBytes();
            return new ViewFile(content, type, '"' + digest(content) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] content) {
        return HexFormat.of().formatHex(Sha256.of(content), 0, 16);
    }
}

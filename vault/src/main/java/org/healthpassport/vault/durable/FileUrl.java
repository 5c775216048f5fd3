package org.healthpassport.vault.durable;

import java.net.URI;
import java.nio.file.Path;

/** Reads the {@code file:} URL of a setting; {@code file:./data} is relative to the working folder. */
public final class FileUrl {
    private FileUrl() {}

    /**
     * The local path that the URL names.
     *
     * @param setting the name of the setting, for messages; the URL itself stays out of them, it may hold credentials
     * @throws IllegalArgumentException when it is no {@code file:} URL of a local path
     */
    public static Path toPath(URI url, String setting) {
        if (!"file".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException(
                    "Expected %s to be a file: URL such as file:./data, but its scheme is %s."
                            .formatted(setting, url.getScheme() == null ? "missing" : url.getScheme() + ":"));
        }
        if (url.getAuthority() != null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "Expected %s to be a file: URL of a local path, but it names a host, a query or a fragment."
                            .formatted(setting));
        }
        return url.isOpaque() ? Path.of(url.getSchemeSpecificPart()) : Path.of(url);
    }
}

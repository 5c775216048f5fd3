package org.healthpassport.edge.url;

import java.net.URI;

/**
 * The address under which clients reach this installation; for links that must work outside of the request that made
 * them.
 *
 * @param base scheme, host and port
 */
public record PublicUrl(URI base) {
    /** The part of 128 characters that is left for an address beside {@code /shl/} and a token of 256 bits in base64url. */
    public static final int LONGEST = 128 - 5 - 43;

    /** A regular expression for scheme, host and port. */
    public static final String ORIGIN = "https?://[^/?#\\s*@]+";

    /** Tells whether browsers reach this installation by TLS, so that they can be told to insist on it. */
    public boolean isSecure() {
        return "https".equals(base.getScheme());
    }

    /** The public address of a path that begins with a slash. */
    public URI of(String path) {
        return base.resolve(path);
    }
}

package org.healthpassport.edge.url;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address under which clients reach this installation; for links that must work outside of the request that made
 * them.
 *
 * @param base scheme, host and port
 */
public record PublicUrl(URI base) {
    /** The part of 128 characters that is left for an address beside {@code /shl/} and a token of 256 bits in base64url. */
    private static final int LONGEST = 128 - 5 - 43;

    /** A regular expression for scheme, host and port. */
    public static final String ORIGIN = "https?://[^/?#\\s*@]+";

    private static final Pattern SHAPE = Pattern.compile(ORIGIN);

    /** The first rule that a text breaks as a public address: "must ..."; empty if it is a good one. */
    public static Optional<String> objection(String text) {
        if (!isAddress(text)) {
            return Optional.of("must be http(s)://host[:port], without path, query or trailing slash");
        }
        return text.length() > LONGEST
                ? Optional.of("must have at most %d characters, as addresses in health links have at most 128"
                        .formatted(LONGEST))
                : Optional.empty();
    }

    /** True for the address of a server: scheme, host and port, and nothing else. */
    public static boolean isAddress(String text) {
        return SHAPE.matcher(text).matches() && hostOf(text) != null;
    }

    /** Tells whether browsers reach this installation by TLS, so that they can be told to insist on it. */
    public boolean isSecure() {
        return "https".equals(base.getScheme());
    }

    /** The public address of a path that begins with a slash. */
    public URI of(String path) {
        return base.resolve(path);
    }

    private static @Nullable String hostOf(String text) {
        try {
            return new URI(text).getHost();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}

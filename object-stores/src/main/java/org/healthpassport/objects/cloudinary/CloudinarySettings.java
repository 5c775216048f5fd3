package org.healthpassport.objects.cloudinary;

import com.cloudinary.SignatureAlgorithm;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreUrl;
import org.jspecify.annotations.Nullable;

/**
 * A product environment of Cloudinary, and how it is reached.
 *
 * @param folder the first segment of all public ids, so that several deployments can share an environment; empty if there is
 *     none
 * @param maxRawBytes the size of the largest raw file that the plan allows
 * @param endpoint the server of the API instead of Cloudinary's in the US ({@code CLOUDINARY_UPLOAD_PREFIX}); null for that
 */
record CloudinarySettings(
        String cloud,
        String key,
        String secret,
        String folder,
        long maxRawBytes,
        SignatureAlgorithm signatureAlgorithm,
        @Nullable URI endpoint) {
    static final String SCHEME = "cloudinary";
    static final String ENDPOINT = "CLOUDINARY_UPLOAD_PREFIX";

    /** The limit of the free plan, which Cloudinary states as 10 MB and counts as 10 MiB. */
    static final long FREE_PLAN_BYTES = 10L * 1024 * 1024;

    private static final Pattern ACCOUNT = Pattern.compile("([^:@]+):(.+)@([A-Za-z0-9_-]+)");
    private static final Pattern FOLDER = Pattern.compile("[a-z0-9_-]{1,40}");
    private static final Pattern BYTES = Pattern.compile("[1-9][0-9]{0,14}");
    private static final Set<String> PARAMETERS = Set.of("folder", "maxBytes", "signatureAlgorithm");

    /** @throws IllegalArgumentException when a setting is wrong; the message holds no secret */
    static CloudinarySettings of(StoreUrl url, StoreEnvironment environment) {
        url.requireNoParametersBut(PARAMETERS);
        String authority = url.uri().getAuthority();
        String path = url.uri().getRawPath();
        var account = ACCOUNT.matcher(authority == null ? "" : authority);
        if (!account.matches() || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw url.wrong("to have the form cloudinary://<key>:<secret>@<cloud>");
        }
        String folder = url.parameter("folder");
        if (folder != null && !FOLDER.matcher(folder).matches()) {
            throw url.wrong("to name a folder of at most 40 of a-z, 0-9, '-' and '_'");
        }
        return new CloudinarySettings(
                account.group(3),
                account.group(1),
                account.group(2),
                folder == null ? "" : folder,
                maxRawBytes(url),
                signatureAlgorithm(url),
                endpoint(environment));
    }

    /** The name by which documents remember the store. */
    String label() {
        StringBuilder label = new StringBuilder(SCHEME).append(':').append(cloud);
        if (!folder.isEmpty()) {
            label.append(':').append(folder);
        }
        if (endpoint != null) {
            label.append('@').append(endpoint.getHost());
            if (endpoint.getPort() != -1) {
                label.append(':').append(endpoint.getPort());
            }
        }
        return label.toString();
    }

    /** Without key and secret. */
    @Override
    public String toString() {
        return "CloudinarySettings[%s]".formatted(label());
    }

    private static long maxRawBytes(StoreUrl url) {
        String bytes = url.parameter("maxBytes");
        if (bytes == null) {
            return FREE_PLAN_BYTES;
        }
        if (!BYTES.matcher(bytes).matches() || Long.parseLong(bytes) <= StoredHeader.BYTES) {
            throw url.wrong("to have a maxBytes such as %d".formatted(FREE_PLAN_BYTES));
        }
        return Long.parseLong(bytes);
    }

    private static SignatureAlgorithm signatureAlgorithm(StoreUrl url) {
        String name = url.parameter("signatureAlgorithm");
        return switch (name == null ? "SHA1" : name.toUpperCase(Locale.ROOT)) {
            case "SHA1" -> SignatureAlgorithm.SHA1;
            case "SHA256" -> SignatureAlgorithm.SHA256;
            default -> throw url.wrong("to have a signatureAlgorithm of SHA1 or SHA256, as the environment has it");
        };
    }

    private static @Nullable URI endpoint(StoreEnvironment environment) {
        String text = environment.get(ENDPOINT);
        if (text == null) {
            return null;
        }
        try {
            URI endpoint = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean bare = endpoint.getHost() != null
                    && endpoint.getRawUserInfo() == null
                    && endpoint.getRawPath().isEmpty()
                    && endpoint.getRawQuery() == null
                    && endpoint.getRawFragment() == null;
            // Listings send key and secret, so plain HTTP must not leave the machine.
            if (bare && ("https".equals(endpoint.getScheme()) || isPlainAndLocal(endpoint))) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            // Refused below, without the text.
        }
        throw new IllegalArgumentException(
                "Expected %s to be a URL such as https://api-eu.cloudinary.com, or http:// with a loopback address, but it is not."
                        .formatted(ENDPOINT));
    }

    private static boolean isPlainAndLocal(URI endpoint) {
        String host = endpoint.getHost();
        return "http".equals(endpoint.getScheme())
                && (host.equals("localhost")
                        || host.equals("[::1]")
                        || host.equals(InetAddress.getLoopbackAddress().getHostAddress()));
    }
}

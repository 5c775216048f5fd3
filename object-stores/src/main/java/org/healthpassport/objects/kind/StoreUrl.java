package org.healthpassport.objects.kind;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The URL by which a setting names an object store: a scheme, the bucket as its host, and parameters. It may hold
 * secrets, so that messages never repeat it.
 */
public final class StoreUrl {
    private final String setting;
    private final URI url;
    private final Map<String, String> parameters;

    private StoreUrl(String setting, URI url) {
        this.setting = setting;
        this.url = url;
        this.parameters = parameters(url);
    }

    /**
     * The URL of a setting.
     *
     * @param setting its name, for messages
     * @throws IllegalArgumentException when it has no scheme
     */
    public static StoreUrl of(String setting, URI url) {
        if (url.getScheme() == null) {
            throw new IllegalArgumentException(
                    "Expected %s to be a URL such as file:./data, but its scheme is missing.".formatted(setting));
        }
        return new StoreUrl(setting, url);
    }

    /** In lower case. */
    public String scheme() {
        return url.getScheme().toLowerCase(Locale.ROOT);
    }

    /** The name of the setting that holds it, for messages. */
    public String setting() {
        return setting;
    }

    public URI uri() {
        return url;
    }

    /**
     * The bucket, which stands where other URLs have their host.
     *
     * @throws IllegalArgumentException when there is none, or more than that and parameters
     */
    public String bucket() {
        String bucket = url.getRawAuthority();
        String path = url.getRawPath();
        if (bucket == null || bucket.isEmpty() || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw wrong("to name a bucket and nothing below it, such as %s://documents".formatted(scheme()));
        }
        return bucket;
    }

    /** The value of a parameter; null where it is missing. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** @throws IllegalArgumentException when there is a parameter of another name, which may be a typing error */
    public void requireNoParametersBut(Set<String> known) {
        List<String> unknown = parameters.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw wrong("to have no parameters but %s"
                    .formatted(
                            known.isEmpty()
                                    ? "none"
                                    : String.join(", ", known.stream().sorted().toList())));
        }
    }

    /** The failure of a URL that cannot be used. */
    public IllegalArgumentException wrong(String expectation) {
        return new IllegalArgumentException("Expected %s %s, but it does not; see the page of the store in docs/stores."
                .formatted(setting, expectation));
    }

    /** Without the URL, which may hold secrets. */
    @Override
    public String toString() {
        return "StoreUrl[setting=%s, scheme=%s]".formatted(setting, scheme());
    }

    private static Map<String, String> parameters(URI url) {
        Map<String, String> parameters = new HashMap<>();
        String query = url.getRawQuery();
        if (query != null && !query.isEmpty()) {
            for (String pair : List.of(query.split("&", -1))) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(decoded(name), decoded(value));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

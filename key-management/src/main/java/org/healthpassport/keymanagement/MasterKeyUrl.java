package org.healthpassport.keymanagement;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The URL of a master key: {@code scheme://key?parameter=value}. It holds no secret.
 *
 * @param setting that holds it, for messages
 * @param key what stands between the scheme and the parameters
 */
record MasterKeyUrl(String setting, String scheme, String key, Map<String, String> parameters) {
    private static final String SEPARATOR = "://";

    static MasterKeyUrl parse(String url, String setting) {
        int end = url.indexOf(SEPARATOR);
        if (end < 1 || url.length() == end + SEPARATOR.length()) {
            throw new IllegalArgumentException(
                    "Expected %s to be a URL such as vault://host:8200/transit/keys/name, but it is not."
                            .formatted(setting));
        }
        String rest = url.substring(end + SEPARATOR.length());
        int query = rest.indexOf('?');
        return new MasterKeyUrl(
                setting,
                url.substring(0, end),
                query < 0 ? rest : rest.substring(0, query),
                query < 0 ? Map.of() : parameters(rest.substring(query + 1), setting));
    }

    /** For messages. */
    String name() {
        return scheme + SEPARATOR + key;
    }

    /** The address of a stand-in, or of a private connection to the service. */
    Optional<URI> endpoint() {
        return Optional.ofNullable(parameters.get("endpoint")).map(URI::create);
    }

    IllegalArgumentException malformed(String example) {
        return new IllegalArgumentException(
                "Expected %s to be a URL such as %s, but it is not.".formatted(setting, example));
    }

    private static Map<String, String> parameters(String query, String setting) {
        return Arrays.stream(query.split("&", -1))
                .map(parameter -> parameter.split("=", 2))
                .peek(parameter -> {
                    if (parameter.length < 2) {
                        throw new IllegalArgumentException(
                                "Expected the parameters of %s to have values, but one has none.".formatted(setting));
                    }
                })
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1], (first, next) -> next));
    }
}

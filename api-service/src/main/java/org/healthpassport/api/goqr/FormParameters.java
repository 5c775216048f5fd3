package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an address or a form ({@code application/x-www-form-urlencoded}), as bytes of any character set.
 */
final class FormParameters {
    private final Map<String, String> encoded = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();

    private FormParameters() {}

    /** @param form each byte as one character, unless it is percent-encoded */
    static FormParameters of(@Nullable String form) {
        FormParameters parameters = new FormParameters();
        if (form != null) {
            for (String parameter : form.split("&")) {
                int end = parameter.indexOf('=');
                String name = end < 0 ? parameter : parameter.substring(0, end);
                String value = end < 0 ? "" : parameter.substring(end + 1);
                if (parameters.encoded.put(name, value) != null) {
                    parameters.repeated.add(name);
                }
            }
        }
        return parameters;
    }

    /** These parameters, and those of the others whose names are not among these. */
    FormParameters over(FormParameters others) {
        others.encoded.forEach((name, value) -> {
            if (encoded.putIfAbsent(name, value) == null && others.repeated.contains(name)) {
                repeated.add(name);
            }
        });
        return this;
    }

    boolean isRepeated(String name) {
        return repeated.contains(name);
    }

    /**
     * The bytes of a value.
     *
     * @throws IllegalArgumentException if the percent-encoding is malformed
     */
    Optional<byte[]> value(String name) {
        return Optional.ofNullable(encoded.get(name))
                .map(value -> URLDecoder.decode(value, ISO_8859_1).getBytes(ISO_8859_1));
    }
}

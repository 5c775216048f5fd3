package org.healthpassport.api.view;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/** The files of a page that anybody may fetch, as they hold no data, with the headers that keep it apart from all others. */
final class PageFiles {
    static final String PAGE = "index.html";

    /**
     * A page connects to its own server only, no text can be parsed as HTML (Trusted Types), and no other page can frame
     * it.
     */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "%s",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private static final String UNUSED_FEATURES =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(),"
                    + " accelerometer=(), gyroscope=(), magnetometer=(), display-capture=()";

    private final String policy;
    private final Map<String, ViewFile> files;

    /**
     * Reads the files.
     *
     * @param folder among the resources
     * @param pictures the part of the {@code Content-Security-Policy} about pictures and frames
     * @param names of all files but {@value #PAGE}
     */
    PageFiles(String folder, String pictures, String... names) {
        this.policy = POLICY.formatted(pictures);
        this.files = Stream.concat(Stream.of(PAGE), Stream.of(names))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> ViewFile.read(folder, name)));
    }

    ResponseEntity<byte[]> answer(String name) {
        ViewFile file = files.get(name);
        if (file == null) {
            throw Problem.of(ProblemType.NOT_FOUND, "The page has no such file.")
                    .asException();
        }
        return ResponseEntity.ok()
                .contentType(file.type())
                .cacheControl(CacheControl.noCache())
                .eTag(file.etag())
                .header("Content-Security-Policy", policy)
                .header("Permissions-Policy", UNUSED_FEATURES)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(file.content());
    }
}

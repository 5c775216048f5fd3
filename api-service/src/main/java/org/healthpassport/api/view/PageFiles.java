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

    private static final String UNUSED_FEATURES =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(),"
                    + " accelerometer=(), gyroscope=(), magnetometer=(), display-capture=()";

    private final String policy;
    private final Map<String, ViewFile> files;

    /**
     * Reads the files.
     *
     * @param folder among the resources
     * @param policy the {@code Content-Security-Policy}
     * @param names of all files but {@value #PAGE}
     */
    PageFiles(String folder, String policy, String... names) {
        this.policy = policy;
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

package org.healthpassport.api.view;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the page that a scanned link opens, to anybody, as it holds no data. The link is in the fragment of the
 * address, which browsers do not send, so this service learns only what the page requests later.
 */
@RestController
final class ViewController {
    /**
     * The page connects to its own server only, frames and images are blobs that it has decrypted itself, and no text
     * can be parsed as HTML (Trusted Types), and no other page can frame it.
     */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' blob:",
            "frame-src blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private static final String UNUSED_FEATURES =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(),"
                    + " accelerometer=(), gyroscope=(), magnetometer=(), display-capture=()";

    private static final String PAGE = "index.html";

    private final Map<String, ViewFile> files = Stream.of(
                    PAGE,
                    "icon.svg",
                    "view.css",
                    "page.js",
                    "base64url.js",
                    "clinical.js",
                    "documents.js",
                    "elements.js",
                    "failure.js",
                    "jwe.js",
                    "link.js",
                    "messages.js",
                    "passport.js",
                    "reading.js",
                    "sections.js",
                    "server.js",
                    "shelf.js",
                    "streams.js",
                    "values.js")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ViewFile::read));

    @Bean
    static OpenRoute viewPage() {
        return OpenRoute.get("/view");
    }

    @Bean
    static OpenRoute viewFiles() {
        return OpenRoute.get("/view/{name}");
    }

    @GetMapping("/view")
    ResponseEntity<byte[]> page() {
        return file(PAGE);
    }

    @GetMapping("/view/{name}")
    ResponseEntity<byte[]> file(@PathVariable String name) {
        ViewFile file = files.get(name);
        if (file == null) {
            throw Problem.of(ProblemType.NOT_FOUND, "The page has no such file.")
                    .asException();
        }
        return ResponseEntity.ok()
                .contentType(file.type())
                .cacheControl(CacheControl.noCache())
                .eTag(file.etag())
                .header("Content-Security-Policy", POLICY)
                .header("Permissions-Policy", UNUSED_FEATURES)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .body(file.content());
    }
}

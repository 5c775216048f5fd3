package org.healthpassport.api.view;

import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
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
    /** Pictures and frames are blobs that the page has decrypted itself. */
    private static final String PICTURES = "img-src 'self' blob:; frame-src blob:";

    private final PageFiles files = new PageFiles(
            "view",
            PICTURES,
            "icon.svg",
            "view.css",
            "page.js",
            "base64url.js",
            "clinical.js",
            "documents.js",
            "elements.js",
            "failure.js",
            "json.js",
            "jwe.js",
            "link.js",
            "messages.js",
            "passport.js",
            "reading.js",
            "rows.js",
            "sections.js",
            "server.js",
            "shapes.js",
            "shelf.js",
            "standing.js",
            "streams.js",
            "timing.js",
            "types.js",
            "types-care.js",
            "types-clinical.js",
            "types-medication.js",
            "types-payment.js",
            "types-results.js",
            "types-things.js",
            "values.js");

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
        return files.answer(PageFiles.PAGE);
    }

    @GetMapping("/view/{name}")
    ResponseEntity<byte[]> file(@PathVariable String name) {
        return files.answer(name);
    }
}

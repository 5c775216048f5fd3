package org.healthpassport.api.view;

import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the page that the code on a patient's card opens, to anybody, as it holds no data. Clinicians sign in there. The
 * code is in the fragment of the address, which browsers do not send.
 */
@RestController
final class ConnectController {
    private static final String PICTURES = "img-src 'self'";

    private final PageFiles files =
            new PageFiles("connect", PICTURES, "connect.css", "page.js", "code.js", "messages.js", "server.js");

    @Bean
    static OpenRoute connectPage() {
        return OpenRoute.get("/connect");
    }

    @Bean
    static OpenRoute connectFiles() {
        return OpenRoute.get("/connect/{name}");
    }

    @GetMapping("/connect")
    ResponseEntity<byte[]> page() {
        return files.answer(PageFiles.PAGE);
    }

    @GetMapping("/connect/{name}")
    ResponseEntity<byte[]> file(@PathVariable String name) {
        return files.answer(name);
    }
}

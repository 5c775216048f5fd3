package org.healthpassport.api.sharing.link;

import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.api.sharing.file.LinkFile;
import org.healthpassport.edge.request.ClientAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Serves the manifest of a link, at the link's own address. */
@RestController
final class LinkController {
    private final OpeningLink opening;
    private final LinkTexts texts;

    LinkController(OpeningLink opening, LinkTexts texts) {
        this.opening = opening;
        this.texts = texts;
    }

    @PostMapping("/shl/{token}")
    Mono<Manifest> manifest(@PathVariable String token, @RequestBody ManifestRequest request, ServerHttpRequest http) {
        Recipient recipient = request.knownRecipient().orThrow();
        int embeddedLength = request.embeddedLength().orThrow();
        String source = ClientAddress.of(http.getRemoteAddress());
        return opening.open(token, recipient, request.passcode(), source)
                .map(opened -> new Manifest(opened.files().stream()
                        .map(file -> listed(opened, file, embeddedLength))
                        .toList()));
    }

    private Manifest.File listed(OpenedLink opened, LinkFile file, int embeddedLength) {
        return file.jwe().length() <= embeddedLength
                ? Manifest.File.embedded(file.jwe(), file.lastUpdated())
                : Manifest.File.located(texts.file(opened.link(), file.token()), file.lastUpdated());
    }
}

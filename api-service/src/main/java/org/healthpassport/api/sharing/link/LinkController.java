package org.healthpassport.api.sharing.link;

import java.time.Instant;
import org.healthpassport.api.request.ClientAddress;
import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.file.LinkFile;
import org.healthpassport.api.sharing.file.Recipient;
import org.healthpassport.api.sharing.file.Sealing;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The manifest of a link, which is the link's own address. */
@RestController
final class LinkController {
    private static final int SEALED_AT_ONCE = 4;

    private final OpeningLink opening;
    private final Sealing sealing;
    private final LinkTexts texts;

    LinkController(OpeningLink opening, Sealing sealing, LinkTexts texts) {
        this.opening = opening;
        this.sealing = sealing;
        this.texts = texts;
    }

    @PostMapping("/shl/{token}")
    Mono<Manifest> manifest(@PathVariable String token, @RequestBody ManifestRequest request, ServerHttpRequest http) {
        Recipient recipient = request.requireRecipient();
        int embeddedLength = request.requireEmbeddedLength();
        String source = ClientAddress.of(http.getRemoteAddress());
        return opening.open(token, recipient, request.passcode(), source)
                .flatMap(opened -> Flux.fromIterable(opened.files())
                        .flatMapSequential(file -> listed(opened, file, embeddedLength), SEALED_AT_ONCE)
                        .collectList()
                        .map(Manifest::new));
    }

    private Mono<Manifest.File> listed(OpenedLink opened, LinkFile file, int embeddedLength) {
        Instant lastUpdated = file.content().lastUpdated();
        return sealing.seal(opened.link(), file.content())
                .map(jwe -> jwe.length() <= embeddedLength
                        ? Manifest.File.embedded(jwe, lastUpdated)
                        : Manifest.File.located(texts.file(opened.link(), file.token()), lastUpdated));
    }
}

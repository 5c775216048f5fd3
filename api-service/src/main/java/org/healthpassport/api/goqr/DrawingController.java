package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Base64;
import org.healthpassport.edge.body.BodyBytes;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.vault.digest.Sha256;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Draws QR codes of any text. Send secrets as a form, as proxies may log the address. */
@RestController
final class DrawingController {
    static final String PATH = "/v1/create-qr-code";

    private static final int LARGEST_FORM = 64 << 10;

    /**
     * There is one thread, which addresses use in turn: behind many drawings of one address, the next one waits for a
     * single drawing of a few milliseconds.
     */
    private static final Shares AT_ONCE = new Shares(1, 1, 1);

    private static final Shares WAITING = new Shares(200, 48, FairSlots.WAITING_PER_ACCOUNT);

    private final FairSlots slots = new FairSlots("drawings of QR codes", AT_ONCE, WAITING, Duration.ofSeconds(1));
    private final Scheduler drawingScheduler;

    DrawingController(Scheduler drawingScheduler) {
        this.drawingScheduler = drawingScheduler;
    }

    @GetMapping({PATH, PATH + "/"})
    Mono<ResponseEntity<byte[]>> draw(ServerHttpRequest request) {
        return drawn(query(request), request);
    }

    /** If a parameter is also in the address, the address counts. */
    @PostMapping({PATH, PATH + "/"})
    Mono<ResponseEntity<byte[]>> drawForm(ServerHttpRequest request) {
        return form(request).flatMap(form -> drawn(query(request).over(form), request));
    }

    private Mono<ResponseEntity<byte[]>> drawn(FormParameters parameters, ServerHttpRequest request) {
        return slots.in(
                SlotClaim.ofAddress(ClientAddress.of(request.getRemoteAddress())),
                Mono.fromCallable(() -> answer(DrawingParameters.read(parameters)))
                        .subscribeOn(drawingScheduler));
    }

    private static ResponseEntity<byte[]> answer(DrawingRequest order) {
        byte[] picture = order.draw();
        return ResponseEntity.ok()
                .contentType(order.format().mediaType())
                .eTag(digest(picture))
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=86400, immutable")
                .body(picture);
    }

    private static FormParameters query(ServerHttpRequest request) {
        return FormParameters.of(request.getURI().getRawQuery());
    }

    private static Mono<FormParameters> form(ServerHttpRequest request) {
        MediaType type = request.getHeaders().getContentType();
        if (type == null) {
            return Mono.just(FormParameters.of(null));
        }
        if (!MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(type)) {
            return Mono.error(Problem.of(
                            ProblemType.UNSUPPORTED_TYPE,
                            "Parameters must be sent as application/x-www-form-urlencoded.")
                    .asException());
        }
        return BodyBytes.all(request.getBody(), LARGEST_FORM)
                .map(form -> FormParameters.of(new String(form, ISO_8859_1)))
                .defaultIfEmpty(FormParameters.of(null));
    }

    private static String digest(byte[] picture) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(picture));
    }
}

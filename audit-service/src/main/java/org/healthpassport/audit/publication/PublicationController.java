package org.healthpassport.audit.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.LogFile;
import org.healthpassport.audit.tile.PublishedLog;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Serves the published log. The security filters have decided about access before. */
@RestController
@RequestMapping(PublicationController.BASE)
class PublicationController {
    static final String BASE = "/audit-log";

    /** As the specification spells it. */
    private static final String TEXT = "text/plain; charset=utf-8";
    /** There may be a new one every second. */
    private static final CacheControl SHORT =
            CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    /** Every request for entries is recorded; reading a cached copy would not be. */
    private static final CacheControl NEVER = CacheControl.noStore();

    private final PublishedLog log;
    private final Supplier<VerifierKey> key;

    PublicationController(PublishedLog log, Supplier<VerifierKey> key) {
        this.log = log;
        this.key = key;
    }

    @GetMapping("/checkpoint")
    Mono<ResponseEntity<byte[]>> checkpoint() {
        return answer(log::checkpoint, TEXT, SHORT);
    }

    @GetMapping("/vkey")
    ResponseEntity<byte[]> vkey() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, TEXT)
                .cacheControl(SHORT)
                .body((key.get() + "\n").getBytes(UTF_8));
    }

    @GetMapping("/tile/**")
    Mono<ResponseEntity<byte[]>> file(ServerWebExchange exchange) {
        LogFile file =
                parse(exchange.getRequest().getPath().pathWithinApplication().value());
        CacheControl caching = file instanceof BundleId ? NEVER : FOREVER;
        return answer(() -> log.find(file), MediaType.APPLICATION_OCTET_STREAM_VALUE, caching);
    }

    private static Mono<ResponseEntity<byte[]>> answer(Lookup lookup, String type, CacheControl caching) {
        return Blocking.call(() -> lookup.find().orElseThrow(PublicationController::nothing))
                .map(bytes -> ResponseEntity.ok()
                        .header(HttpHeaders.CONTENT_TYPE, type)
                        .cacheControl(caching)
                        .body(bytes));
    }

    private static LogFile parse(String path) {
        try {
            return LogFile.parse(path.substring(BASE.length() + 1));
        } catch (IllegalArgumentException notTheSpelling) {
            throw nothing();
        }
    }

    private static RuntimeException nothing() {
        return Problem.of(ProblemType.NOT_FOUND, "The log has no such file, or not yet.")
                .asException();
    }

    private interface Lookup {
        Optional<byte[]> find() throws IOException;
    }
}

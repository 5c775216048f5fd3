package org.healthpassport.audit.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthpassport.audit.log.LogInUse;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Serves the published logs. The security filters have decided about access before. */
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

    /** The first log has the base address for ever; 1 would be another spelling. */
    private static final Pattern LATER = Pattern.compile("[2-9]|[1-9][0-9]{1,8}");

    private final PublishedLogs logs;

    PublicationController(PublishedLogs logs) {
        this.logs = logs;
    }

    @GetMapping("/checkpoint")
    Mono<ResponseEntity<byte[]>> checkpoint() {
        return checkpoint(LogInUse.FIRST);
    }

    @GetMapping("/{log}/checkpoint")
    Mono<ResponseEntity<byte[]>> checkpoint(@PathVariable String log) {
        return checkpoint(number(log));
    }

    @GetMapping("/vkey")
    Mono<ResponseEntity<byte[]>> vkey() {
        return vkey(LogInUse.FIRST);
    }

    @GetMapping("/{log}/vkey")
    Mono<ResponseEntity<byte[]>> vkey(@PathVariable String log) {
        return vkey(number(log));
    }

    /** The note that closed the log. */
    @GetMapping("/closed")
    Mono<ResponseEntity<byte[]>> closed() {
        return closed(LogInUse.FIRST);
    }

    @GetMapping("/{log}/closed")
    Mono<ResponseEntity<byte[]>> closed(@PathVariable String log) {
        return closed(number(log));
    }

    @GetMapping("/tile/**")
    Mono<ResponseEntity<byte[]>> file(ServerWebExchange exchange) {
        return file(exchange, LogInUse.FIRST, BASE);
    }

    @GetMapping("/{log}/tile/**")
    Mono<ResponseEntity<byte[]>> file(@PathVariable String log, ServerWebExchange exchange) {
        return file(exchange, number(log), BASE + '/' + log);
    }

    private Mono<ResponseEntity<byte[]>> checkpoint(int log) {
        return answer(() -> log(log).checkpoint(), TEXT, SHORT);
    }

    private Mono<ResponseEntity<byte[]>> vkey(int log) {
        return answer(() -> logs.key(log).map(key -> (key + "\n").getBytes(UTF_8)), TEXT, SHORT);
    }

    private Mono<ResponseEntity<byte[]>> closed(int log) {
        return answer(() -> logs.closingNote(log), TEXT, SHORT);
    }

    private Mono<ResponseEntity<byte[]>> file(ServerWebExchange exchange, int log, String base) {
        LogFile file =
                parse(exchange.getRequest().getPath().pathWithinApplication().value(), base);
        CacheControl caching = file instanceof BundleId ? NEVER : FOREVER;
        return answer(() -> log(log).find(file), MediaType.APPLICATION_OCTET_STREAM_VALUE, caching);
    }

    private PublishedLog log(int number) throws IOException {
        return logs.log(number).orElseThrow(PublicationController::nothing);
    }

    private static int number(String log) {
        if (!LATER.matcher(log).matches()) {
            throw nothing();
        }
        return Integer.parseInt(log);
    }

    private static Mono<ResponseEntity<byte[]>> answer(Lookup lookup, String type, CacheControl caching) {
        return Blocking.call(() -> lookup.find().orElseThrow(PublicationController::nothing))
                .map(bytes -> ResponseEntity.ok()
                        .header(HttpHeaders.CONTENT_TYPE, type)
                        .cacheControl(caching)
                        .body(bytes));
    }

    private static LogFile parse(String path, String base) {
        try {
            return LogFile.parse(path.substring(base.length() + 1));
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

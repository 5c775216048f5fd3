package org.healthpassport.audit.search;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.healthpassport.audit.auditor.OpenedEntries;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.keys.Pseudonyms;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.audit.web.Parameters;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemException;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.url.NextLink;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lets auditors find entries and look at one. */
@RestController
@RequestMapping("/api/audit/entries")
class EntryController {
    private static final int DEFAULT_LIMIT = 50;
    private static final long MAX_LIMIT = 200;

    private final EntrySearch search;
    private final EntryLookup details;
    private final Pseudonyms pseudonyms;
    private final OpenedEntries openings;

    EntryController(EntrySearch search, EntryLookup details, Pseudonyms pseudonyms, OpenedEntries openings) {
        this.search = search;
        this.details = details;
        this.pseudonyms = pseudonyms;
        this.openings = openings;
    }

    @GetMapping
    Mono<ResponseEntity<EntryPage>> find(ServerWebExchange exchange) {
        Parameters parameters = Parameters.of(
                exchange, "patient", "actor", "type", "action", "outcome", "from", "to", "detail", "limit", "cursor");
        List<String> types = parameters.text("type").map(EntryController::types).orElse(List.of());
        Optional<Action> action = value(parameters, "action", Action::ofCode, "must be one of C, R, U, D and E");
        Optional<Outcome> outcome = value(
                parameters, "outcome", code -> Outcome.ofCode(Integer.parseInt(code)), "must be one of 0, 4, 8 and 12");
        Optional<Instant> from = parameters.time("from");
        Optional<Instant> to = parameters.time("to");
        boolean opens = value(parameters, "detail", EntryController::isTrue, "must be true or false")
                .orElse(false);
        int limit = limit(parameters);
        Optional<PageCursor> cursor = parameters
                .text("cursor")
                .map(text -> PageCursor.parse(text)
                        .orElseThrow(() -> Parameters.malformed("cursor", "must be the cursor of an earlier answer")));
        Function<Optional<String>, EntryFilter> filter =
                patient -> new EntryFilter(patient, parameters.text("actor"), types, action, outcome, from, to);
        return Blocking.call(() -> page(parameters.text("patient"), filter, limit, cursor))
                .flatMap(page -> opens ? opened(page, exchange) : Mono.just(page))
                .map(page -> ResponseEntity.ok()
                        .headers(headers -> addNext(headers, exchange, page))
                        .body(page));
    }

    @GetMapping("/{index}")
    Mono<EntryAnswer> get(@PathVariable String index, ServerWebExchange exchange) {
        Parameters.of(exchange);
        long number = index(index);
        return Blocking.call(() -> details.of(number).orElseThrow(EntryController::nothing));
    }

    /** The bytes that were hashed, which a proof file proves. */
    @GetMapping("/{index}/content")
    Mono<ResponseEntity<byte[]>> content(@PathVariable String index, ServerWebExchange exchange) {
        Parameters.of(exchange);
        long number = index(index);
        return Blocking.call(() -> details.entry(number).orElseThrow(EntryController::nothing))
                .map(entry -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(entry.bytes()));
    }

    /** Whose details are opened is recorded before anything is answered. */
    private Mono<EntryPage> opened(EntryPage page, ServerWebExchange exchange) {
        return Blocking.call(() -> details.detailed(page))
                .flatMap(found -> record(exchange, found).then(Blocking.call(() -> details.opened(page, found))));
    }

    private Mono<Void> record(ServerWebExchange exchange, List<EntryLookup.Detailed> entries) {
        return openings.recordOpened(
                exchange,
                entries.stream()
                        .map(one -> new OpenedEntries.OpenedEntry(one.index(), one.patient()))
                        .toList());
    }

    private EntryPage page(
            Optional<String> patientId,
            Function<Optional<String>, EntryFilter> filter,
            int limit,
            Optional<PageCursor> cursor)
            throws IOException {
        if (patientId.isEmpty()) {
            return search.find(filter.apply(Optional.empty()), limit, cursor);
        }
        Optional<String> pseudonym = pseudonyms.of(patientId.get());
        if (pseudonym.isEmpty()) {
            // An empty page would mean that nobody looked at this patient.
            throw Problem.of(ProblemType.NOT_FOUND, "There is no such patient.").asException();
        }
        return search.find(filter.apply(pseudonym), limit, cursor);
    }

    private static void addNext(HttpHeaders headers, ServerWebExchange exchange, EntryPage page) {
        if (page.nextCursor() != null) {
            ServerHttpRequest request = exchange.getRequest();
            headers.add(
                    HttpHeaders.LINK,
                    NextLink.of(request.getPath().value(), request.getURI().getRawQuery(), page.nextCursor()));
        }
    }

    private static int limit(Parameters parameters) {
        Optional<Long> limit = parameters.number("limit");
        if (limit.filter(number -> number < 1 || number > MAX_LIMIT).isPresent()) {
            throw Parameters.malformed("limit", "must be from 1 to " + MAX_LIMIT);
        }
        return limit.map(Long::intValue).orElse(DEFAULT_LIMIT);
    }

    private static <T> Optional<T> value(
            Parameters parameters, String name, Function<String, T> parse, String expected) {
        try {
            return parameters.text(name).map(parse);
        } catch (IllegalArgumentException notOne) {
            throw Parameters.malformed(name, expected);
        }
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("Expected true or false, but it is something else");
        };
    }

    private static List<String> types(String names) {
        return Arrays.stream(names.split(",", -1))
                .map(name -> EntryTypes.named(name)
                        .orElseThrow(() -> Parameters.malformed(
                                "type", "must be types such as access.login-failed, separated by commas")))
                .toList();
    }

    private static long index(String text) {
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            throw nothing();
        }
        return Long.parseLong(text);
    }

    private static ProblemException nothing() {
        return Problem.of(ProblemType.NOT_FOUND, "The log has no entry with this index, or not yet.")
                .asException();
    }
}

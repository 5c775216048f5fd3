package org.healthpassport.audit.query;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.audit.auditor.Account;
import org.healthpassport.audit.auditor.AuditedRequests;
import org.healthpassport.audit.auditor.DeniedRequests;
import org.healthpassport.audit.auditor.OpenedEntries;
import org.healthpassport.audit.entry.Action;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.entry.EntryActor;
import org.healthpassport.audit.entry.IdentifiedEntry;
import org.healthpassport.audit.entry.Outcome;
import org.healthpassport.audit.keys.DetailSeal;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.audit.web.Parameters;
import org.healthpassport.edge.request.RequestTrace;
import org.healthpassport.edge.text.Graphemes;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logs every request for auditors' data, after the account is known and before the answer; if that fails, there is no answer.
 * The header of the entry names the patient concerned by pseudonym; the rest is sealed.
 */
@Order(0) // after Spring Security's filters, at -100
final class QueryTrail implements WebFilter, DeniedRequests, OpenedEntries {
    private static final String QUERIED = "org.healthpassport.audit.queried.v1";
    private static final String DENIED = "org.healthpassport.audit.query-denied.v1";
    private static final String OURSELVES = AuditEntry.OURSELVES;
    /** Together with the query they leave room in an entry of 4 KiB. */
    private static final int LONGEST_TEXT = 200;

    private static final int LONGEST_QUERY = 800;

    private final ServerWebExchangeMatcher audited = AuditedRequests.matcher();
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();
    private final OwnEntries log;
    private final DetailSeal seal;
    private final RequestedPatient patients;
    private final JsonMapper json;
    private final Clock clock;

    QueryTrail(OwnEntries log, RequestedPatient patients, DetailSeal seal, JsonMapper json, Clock clock) {
        this.log = log;
        this.seal = seal;
        this.patients = patients;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Mono<Void> recorded = audited.matches(exchange)
                .filter(MatchResult::isMatch)
                .flatMap(match -> account())
                .doOnNext(account -> requireRecordable(exchange.getRequest()))
                .flatMap(account -> record(exchange, account, QUERIED, Outcome.SUCCESS));
        return recorded.then(Mono.defer(() -> chain.filter(exchange)));
    }

    @Override
    public Mono<Void> recordDenied(ServerWebExchange exchange, Account account) {
        return record(exchange, account, DENIED, Outcome.SERIOUS_FAILURE);
    }

    @Override
    public Mono<Void> recordOpened(ServerWebExchange exchange, List<OpenedEntry> entries) {
        return account()
                .flatMap(account -> Blocking.call(() -> {
                    List<IdentifiedEntry> records = new ArrayList<>();
                    for (OpenedEntry opened : entries) {
                        Map<String, String> detail = detail(exchange);
                        detail.put("opened", Long.toString(opened.index()));
                        records.add(entry(exchange, account, QUERIED, Outcome.SUCCESS, opened.patient(), detail)
                                .identified());
                    }
                    log.addAll(records);
                    return true;
                }))
                .then();
    }

    private static Mono<Account> account() {
        return Account.current()
                .switchIfEmpty(Mono.error(
                        () -> new IllegalStateException("Expected a request with an account, but it has none")));
    }

    /** Refuses a request whose query is too long to be recorded completely. */
    private static void requireRecordable(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        if (query != null && query.length() > LONGEST_QUERY) {
            throw Parameters.malformed("", "must have at most " + LONGEST_QUERY + " characters altogether");
        }
    }

    private Mono<Void> record(ServerWebExchange exchange, Account account, String type, Outcome outcome) {
        return Blocking.call(() -> {
                    String patient = patients.in(exchange.getRequest()).orElse(null);
                    log.add(entry(exchange, account, type, outcome, patient, detail(exchange))
                            .identified());
                    return true;
                })
                .then();
    }

    private AuditEntry entry(
            ServerWebExchange exchange,
            Account account,
            String type,
            Outcome outcome,
            @Nullable String patient,
            Map<String, String> detail)
            throws IOException {
        String id = ids.generate().toString();
        Instant now = clock.instant();
        return new AuditEntry(
                id,
                type,
                OURSELVES,
                now,
                now,
                action(exchange.getRequest().getMethod()),
                outcome,
                EntryActor.account(account.id(), account.role()),
                patient,
                null,
                false,
                null,
                seal.seal(id, json.writeValueAsBytes(detail)),
                null);
    }

    private static Map<String, String> detail(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        RequestTrace trace = RequestTrace.of(exchange);
        InetSocketAddress client = request.getRemoteAddress();
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("method", bounded(request.getMethod().name(), LONGEST_TEXT));
        detail.put("path", bounded(request.getPath().value(), LONGEST_TEXT));
        detail.put("query", bounded(request.getURI().getRawQuery(), LONGEST_QUERY));
        detail.put("requestId", trace == null ? "" : trace.requestId());
        detail.put("client", client == null ? "" : bounded(client.getHostString(), LONGEST_TEXT));
        detail.put("userAgent", bounded(request.getHeaders().getFirst("User-Agent"), LONGEST_TEXT));
        return detail;
    }

    private static Action action(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD", "OPTIONS" -> Action.READ;
            case "PUT", "PATCH" -> Action.UPDATE;
            case "DELETE" -> Action.DELETE;
            default -> Action.EXECUTE;
        };
    }

    private static String bounded(@Nullable String text, int length) {
        return text == null ? "" : Graphemes.first(text, length);
    }
}

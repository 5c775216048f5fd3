package org.healthpassport.api.trail.receipt;

import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.identity.key.SigningKeys;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.token.LogReading;
import org.healthpassport.edge.token.LogReadingIssuer;
import org.healthpassport.edge.url.PublicUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Asks audit-service, each time with a token that this service signs for one request and one patient. A request waits at most
 * a second for its turn and two for the answer. Patients take turns, so that a burst of requests about one of them keeps
 * nobody else waiting.
 */
@Component
final class AuditService implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(AuditService.class);
    private static final Duration WITHIN = Duration.ofSeconds(2);
    /** With the time in the queue. */
    private static final Duration WITH_TURN = WITHIN.plusSeconds(1);

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    /** Less than the idle timeout of the server, so that it does not close a connection that is about to be used. */
    private static final Duration KEPT_IDLE = Duration.ofSeconds(20);

    private static final int CONNECTIONS = 16;
    /** Four for a patient. One for each connection, so that nobody waits for those. */
    private static final Shares AT_ONCE = new Shares(CONNECTIONS, 6, 4);

    private static final Shares WAITING = new Shares(256, 48, FairSlots.WAITING_PER_ACCOUNT);
    /** An entry has 4 KiB at most, and a list at most 500 lines. */
    private static final int MOST_BYTES = 1 << 20;

    private final SigningKeys keys;
    private final LogReadingIssuer issuer;
    private final Outage outage;
    private final FairSlots turns = new FairSlots("requests to the audit log", AT_ONCE, WAITING, WITHIN);
    private final ConnectionProvider connections = ConnectionProvider.builder("audit-service")
            .maxConnections(CONNECTIONS)
            .pendingAcquireMaxCount(CONNECTIONS)
            .pendingAcquireTimeout(CONNECT_WITHIN)
            .maxIdleTime(KEPT_IDLE)
            .build();
    private final @Nullable WebClient client;

    AuditService(
            AuditServiceSettings settings,
            SigningKeys keys,
            PublicUrl publicUrl,
            Ids ids,
            Clock clock,
            ReactorResourceFactory eventLoops) {
        this.keys = keys;
        this.issuer = new LogReadingIssuer(publicUrl.base().toString(), ids::next, clock);
        this.outage = new Outage(clock);
        String url = settings.url();
        this.client = url == null ? null : client(url, eventLoops);
    }

    private WebClient client(String url, ReactorResourceFactory eventLoops) {
        HttpClient http = HttpClient.create(connections)
                .runOn(eventLoops.getLoopResources())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_WITHIN.toMillis())
                .responseTimeout(WITHIN);
        return WebClient.builder()
                .baseUrl(url)
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MOST_BYTES))
                .build();
    }

    /**
     * The answer to a request; empty for 404.
     *
     * @return fails with {@link ReceiptRefusal.NotConfigured} or {@link ReceiptRefusal.Away}
     */
    <T> Mono<T> ask(LogReading reading, Function<WebClient, RequestHeadersSpec<?>> request, Class<T> answer) {
        return Mono.defer(() -> {
            if (client == null) {
                return Mono.error(new ReceiptRefusal.NotConfigured().asException());
            }
            // A request that gets no turn says nothing about audit-service, so that is no outage.
            return turns.in(claim(reading), inTurn(client, reading, request, answer))
                    .timeout(WITH_TURN, Mono.error(() -> new ReceiptRefusal.Away().asException()))
                    .onErrorMap(full -> !(full instanceof Refused), full -> new ReceiptRefusal.Away().asException());
        });
    }

    private <T> Mono<T> inTurn(
            WebClient to, LogReading reading, Function<WebClient, RequestHeadersSpec<?>> request, Class<T> answer) {
        return Mono.defer(() -> outage.lasts()
                ? Mono.error(new ReceiptRefusal.Away().asException())
                : Mono.fromCallable(() -> issuer.sign(keys.toSignWith(), reading))
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(token -> request.apply(to)
                                .headers(headers -> headers.setBearerAuth(token))
                                .exchangeToMono(response -> read(response, answer)))
                        .timeout(WITHIN)
                        .doOnSuccess(any -> outage.isOver())
                        .onErrorMap(failure -> !(failure instanceof Refused), this::away));
    }

    /** The patient is the client here: whoever asks for many receipts asks about one of few patients. */
    private static SlotClaim claim(LogReading reading) {
        return SlotClaim.ofAddress(reading instanceof LogReading.OfPatient of ? of.patientId() : "");
    }

    private <T> Mono<T> read(ClientResponse response, Class<T> answer) {
        HttpStatusCode status = response.statusCode();
        if (status.value() == 200) {
            return response.bodyToMono(answer);
        }
        Mono<T> other = status.value() == 404 ? Mono.empty() : Mono.error(() -> refused(status.value()));
        return response.releaseBody().then(other);
    }

    /** It answers, so others can be asked for, unless it refuses our tokens or cannot do anything itself. */
    private Refused refused(int status) {
        if (status == 401 || status == 403) {
            outage.began("it answered %d: the public URL and the address of the keys must be those of this service"
                    .formatted(status));
        } else if (status == 503) {
            outage.began("it answered 503");
        } else {
            log.warn("Expected audit-service to answer a request, but it answered {}", status);
        }
        return new ReceiptRefusal.Away().asException();
    }

    /** Without the message, which can have addresses. */
    private Refused away(Throwable failure) {
        outage.began("a request failed with " + failure.getClass().getSimpleName());
        return new ReceiptRefusal.Away().asException();
    }

    @Override
    public void destroy() {
        connections.dispose();
    }
}

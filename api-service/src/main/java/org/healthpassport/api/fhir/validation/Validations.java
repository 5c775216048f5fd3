package org.healthpassport.api.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.record.resource.ResourceIntake;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Validates resources fully, which takes some 30 ms each: on threads of their own, and few at a time. An account has one
 * of the slots at most, and keeps it until its thread is free again, even if the answer was sent before.
 */
@Component
final class Validations implements DisposableBean {
    private static final Shares AT_ONCE = new Shares(4, 3, 1);
    private static final Shares WAITING = new Shares(24, 16, 8);

    /** HAPI's client waits for 10 seconds. */
    private static final Duration LOADING_AT_MOST = Duration.ofSeconds(8);

    private static final Duration VALIDATING_AT_MOST = Duration.ofSeconds(8);

    /** With the time in the queue, and some for work that does not look at the clock. */
    private static final Duration AT_MOST = Duration.ofSeconds(25);

    private final ResourceIntake intake;
    private final FairSlots slots = new FairSlots("validations", AT_ONCE, WAITING, Duration.ofSeconds(1));
    private final ValidationThreads threads = new ValidationThreads(AT_ONCE.all());

    private final LoadedOnce<FullValidator> validator = new LoadedOnce<>(() -> new FullValidator(threads), threads);

    Validations(ResourceIntake intake) {
        this.intake = intake;
    }

    /**
     * The issues of the resource in the body of a request, or in its {@code Parameters}.
     *
     * @return refused with {@link FhirRefusal.ValidatorLoading} for some seconds after the first request
     */
    Mono<List<Issue>> validate(Caller caller, String type, ServerHttpRequest request) {
        if (!FhirAddress.isServed(type)) {
            return Mono.error(new FhirRefusal.UnknownType()::asException);
        }
        ValidationRequest.check(request.getQueryParams());
        SlotClaim claim = new SlotClaim(ClientAddress.of(request.getRemoteAddress()), caller.accountId());
        return intake.receive(caller.accountId(), request)
                .flatMap(received -> received.check(sent -> issues(ValidationRequest.resource(sent, type), claim)))
                .flatMap(Function.identity());
    }

    private Mono<List<Issue>> issues(ObjectNode resource, SlotClaim claim) {
        List<Issue> tooMuch = Extent.issues(resource);
        if (!tooMuch.isEmpty()) {
            return Mono.just(tooMuch);
        }
        String json = new String(FhirJson.write(resource), UTF_8);
        return Mono.defer(() -> {
            TimeLimit limit = new TimeLimit(VALIDATING_AT_MOST);
            Mono<List<Issue>> work = validator
                    .get()
                    .timeout(LOADING_AT_MOST, Mono.error(new FhirRefusal.ValidatorLoading()::asException))
                    .flatMap(loaded -> Mono.fromFuture(() -> threads.begin(() -> loaded.validate(json, limit)), true));
            return Mono.fromFuture(() -> slots.in(claim, work).toFuture(), true)
                    .doOnCancel(limit::leave)
                    .timeout(AT_MOST, Mono.just(List.of(FullValidator.TOO_LONG)));
        });
    }

    @Override
    public void destroy() {
        threads.close();
    }
}

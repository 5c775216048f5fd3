package org.healthpassport.api.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.fhir.view.FhirView;
import org.healthpassport.api.record.resource.ReceivedResource;
import org.healthpassport.api.record.resource.ResourceIntake;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Validates resources fully, which takes some 30 ms each: on a thread of its own, and few at a time. */
@Component
final class Validations implements DisposableBean {
    private static final Shares AT_ONCE = new Shares(2, 2, 1);
    private static final Shares WAITING = new Shares(24, 16, 8);
    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final String EMPTY = "{\"resourceType\":\"Basic\"}";
    private static final int MOST_ISSUES = 200;

    private final ResourceIntake intake;
    private final FairSlots slots = new FairSlots("validations", AT_ONCE, WAITING, Duration.ofSeconds(1));
    private final Scheduler thread = Schedulers.newBoundedElastic(1, AT_ONCE.all(), "validation", 60, true);

    /** Not interrupted when a request ends, as half-loaded classes could never be used. */
    private final Mono<FullValidator> validator = Mono.fromCallable(Validations::warmedUp)
            .subscribeOn(thread)
            .cache(loaded -> Duration.ofDays(Integer.MAX_VALUE), failed -> Duration.ZERO, () -> Duration.ZERO);

    Validations(ResourceIntake intake) {
        this.intake = intake;
    }

    /**
     * The issues of the resource in the body of a request, or in its {@code Parameters}.
     *
     * @return refused with {@link FhirRefusal.ValidationTooLong}, as the first one may be, too
     */
    Mono<List<Issue>> validate(Caller caller, String type, ServerHttpRequest request) {
        if (!isServed(type)) {
            return Mono.error(new FhirRefusal.UnknownType()::asException);
        }
        ValidationRequest.check(request.getQueryParams());
        SlotClaim claim = new SlotClaim(ClientAddress.of(request.getRemoteAddress()), caller.accountId());
        return intake.receive(caller.accountId(), request)
                .flatMap(received -> json(received, type))
                .flatMap(json -> slots.in(
                        claim,
                        validator
                                .publishOn(thread)
                                .map(loaded -> loaded.validate(json, MOST_ISSUES))
                                .timeout(AT_MOST, Mono.error(new FhirRefusal.ValidationTooLong()::asException))));
    }

    private static FullValidator warmedUp() {
        FullValidator loaded = new FullValidator();
        loaded.validate(EMPTY, 1);
        return loaded;
    }

    /** True for the types that {@code GET /fhir/metadata} names. */
    private static boolean isServed(String type) {
        return type.equals("Patient")
                || RecordType.of(type).isPresent()
                || FhirView.of(type).isPresent();
    }

    private static Mono<String> json(ReceivedResource received, String type) {
        return received.check(sent -> new String(FhirJson.write(ValidationRequest.resource(sent, type)), UTF_8));
    }

    @Override
    public void destroy() {
        thread.dispose();
    }
}

package org.healthpassport.api.fhir.document;

import java.time.Duration;
import java.util.List;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.idempotency.IdempotencyKey;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.decision.AccessRefusal;
import org.healthpassport.api.document.DocumentState;
import org.healthpassport.api.document.upload.DocumentUploads;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.record.resource.ResourceIntake;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes a document of a {@code DocumentReference} with an attachment: it takes the way of every upload, in the form of one. */
@Component
final class ReceivingDocument {
    /** Each is in memory, with the resource up to 2 MiB, until it is staged. */
    private static final Shares AT_ONCE = new Shares(16, 8, 2);

    /** Those who wait hold a connection; their bodies are not read. */
    private static final Shares WAITING = new Shares(128, 64, FairSlots.WAITING_PER_ACCOUNT);

    private final ResourceIntake intake;
    private final DocumentUploads uploads;
    private final FairSlots slots = new FairSlots("documents in resources", AT_ONCE, WAITING, Duration.ofSeconds(2));

    ReceivingDocument(ResourceIntake intake, DocumentUploads uploads) {
        this.intake = intake;
        this.uploads = uploads;
    }

    /** The document, once it is durable; the id of the sent resource does not count (R4, http.html#create). */
    Mono<Snapshot<DocumentState>> receive(Caller caller, @Nullable IdempotencyKey key, ServerHttpRequest request) {
        SlotClaim claim = new SlotClaim(ClientAddress.of(request.getRemoteAddress()), caller.accountId());
        return slots.in(
                        claim,
                        intake.receive(caller.accountId(), request)
                                .flatMap(received ->
                                        received.check(resource -> DocumentCheck.check(resource, caller.patientId())))
                                .flatMap(sent -> uploads.receive(
                                        caller,
                                        sent.patientId(),
                                        key,
                                        sent.reference(),
                                        sent.bytes().length,
                                        form(sent))))
                .onErrorMap(Refused.class, ReceivingDocument::inWordsOfTheResource);
    }

    private static Flux<PartEvent> form(SentDocument sent) {
        return Flux.concat(
                FormPartEvent.create("type", sent.type().name()),
                Mono.justOrEmpty(sent.title()).flatMap(title -> FormPartEvent.create("title", title)),
                FilePartEvent.create("file", sent.fileName(), MediaType.APPLICATION_OCTET_STREAM, buffer(sent)));
    }

    private static Flux<DataBuffer> buffer(SentDocument sent) {
        return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(sent.bytes())));
    }

    private static Throwable inWordsOfTheResource(Refused refused) {
        if (refused.refusal() instanceof AccessRefusal.NoSuchPatient) {
            return new FhirRefusal.UnknownSubject("subject").asException();
        }
        return refused.refusal() instanceof InvalidInput input
                ? new InvalidInput(renamed(input.members())).asException()
                : refused;
    }

    private static List<InvalidMember> renamed(List<InvalidMember> members) {
        return members.stream()
                .map(member -> switch (member.pointer()) {
                    case "/title" -> new InvalidMember("/description", member.detail());
                    case "/file" -> new InvalidMember("/content/0/attachment", member.detail());
                    default -> member;
                })
                .toList();
    }
}

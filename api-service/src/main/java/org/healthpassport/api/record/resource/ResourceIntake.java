package org.healthpassport.api.record.resource;

import java.util.List;
import java.util.stream.Stream;
import org.healthpassport.api.fhir.json.FhirJson;
import org.healthpassport.api.fhir.json.MalformedJson;
import org.healthpassport.api.fhir.validation.ResourceValidation;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.Problem.InvalidMember;
import org.healthpassport.api.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes in the resources that clients send. Checking one takes about a millisecond, and a large one many of them, so it
 * runs on threads of its own, as many as there are processors: the event loops go on serving other connections. When
 * {@value #QUEUE} wait for each, which then hold at most 25 MiB, a request fails at once with 503.
 */
@Component
public final class ResourceIntake implements DisposableBean {
    /** The largest resource in bytes. */
    public static final int LARGEST = 256 * 1024;

    private static final int QUEUE = 100;

    private final ResourceValidation validation = new ResourceValidation();
    private final Scheduler threads =
            Schedulers.newBoundedElastic(Runtime.getRuntime().availableProcessors(), QUEUE, "resources", 60, true);

    /**
     * Reads the body of a request.
     *
     * @param recordId which id it may have; null where it may have none
     * @return what was sent; fails with 400 for what is no JSON, 413, and 422 for what is no valid resource of the patient
     */
    public Mono<SentResource> take(ServerHttpRequest request, String patientId, @Nullable String recordId) {
        return body(request)
                .flatMap(body -> Mono.fromCallable(() -> check(body, patientId, recordId))
                        .subscribeOn(threads));
    }

    private static Mono<byte[]> body(ServerHttpRequest request) {
        if (request.getHeaders().getContentLength() > LARGEST) {
            return Mono.error(Problem.of(ProblemType.TOO_LARGE, "A resource has at most " + LARGEST + " bytes.")
                    .asException());
        }
        return DataBufferUtils.join(request.getBody(), LARGEST)
                .map(ResourceIntake::toBytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] toBytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private SentResource check(byte[] body, String patientId, @Nullable String recordId) {
        ObjectNode resource = parse(body);
        RecordType type = RecordType.of(resource.path("resourceType").asString(""))
                .orElseThrow(() -> Problem.invalid("/resourceType", "is one of " + RecordType.listed())
                        .asException());
        if (!resource.has(type.patientMember())) {
            // At the end, so that what is found elsewhere is found where the client has it.
            resource.set(type.patientMember(), SentResource.patientReference(resource, patientId));
        }
        InvalidMember[] errors = Stream.concat(
                        ofOthers(resource, type, patientId, recordId).stream(),
                        validation.validate(resource).stream()
                                .map(finding -> new InvalidMember(finding.pointer(), finding.detail())))
                .toArray(InvalidMember[]::new);
        if (errors.length > 0) {
            throw Problem.invalid(errors).asException();
        }
        return new SentResource(type, patientId, resource);
    }

    private static ObjectNode parse(byte[] body) {
        try {
            return FhirJson.parse(body);
        } catch (MalformedJson malformed) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, malformed.getMessage() + '.')
                    .asException();
        }
    }

    private static List<InvalidMember> ofOthers(
            ObjectNode resource, RecordType type, String patientId, @Nullable String recordId) {
        JsonNode id = resource.get("id");
        JsonNode patient = resource.path(type.patientMember());
        return Stream.of(
                        id == null || (id.isString() && id.stringValue().equals(recordId))
                                ? null
                                : new InvalidMember(
                                        "/id", recordId == null ? "is given by the service" : "is another's"),
                        SentResource.reference(patientId)
                                        .equals(patient.path("reference").asString(""))
                                ? null
                                : new InvalidMember(
                                        '/' + type.patientMember() + "/reference", "is not the patient of the address"))
                .filter(error -> error != null)
                .toList();
    }

    @Override
    public void destroy() {
        threads.dispose();
    }
}

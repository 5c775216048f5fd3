package org.healthpassport.api.fhir.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.healthpassport.api.fhir.FhirRefusal;
import org.healthpassport.api.record.version.RecordAnswer;
import org.healthpassport.fhir.json.FhirJson;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two forms of a {@code Binary}: the file as it is, or a resource with its bytes in base64 (R4, binary.html#rest).
 *
 * @param accepted media ranges of the Accept header
 */
record BinaryForms(String documentId, List<MediaType> accepted) {
    /** The most bytes in a resource, as clients parse it in memory. */
    static final int MOST_IN_JSON = 1024 * 1024;

    private static final MediaType FHIR_JSON = MediaType.parseMediaType(RecordAnswer.FHIR_JSON);
    private static final String END = "\"}";

    /** True if the answer may be a resource, whatever the document's own type is. */
    boolean mayBeJson() {
        return accepted.stream().anyMatch(range -> !isAll(range) && isJson(range));
    }

    /**
     * The form that the client likes best.
     *
     * @param file the answer with the file as it is; its body is null for {@code HEAD}
     * @return refused with {@link FhirRefusal.NotAcceptable} or {@link FhirRefusal.TooLargeForJson}
     */
    ResponseEntity<Flux<DataBuffer>> choose(ResponseEntity<Flux<DataBuffer>> file) {
        MediaType own = file.getHeaders().getContentType();
        boolean tooLarge = false;
        for (MediaType range : byPreference()) {
            if (range.includes(own)) {
                return file;
            }
            if (isJson(range)) {
                if (file.getHeaders().getContentLength() <= MOST_IN_JSON) {
                    return resource(file);
                }
                tooLarge = true;
            }
        }
        throw (tooLarge ? new FhirRefusal.TooLargeForJson(MOST_IN_JSON) : new FhirRefusal.NotAcceptable())
                .asException();
    }

    private List<MediaType> byPreference() {
        return accepted.stream()
                .filter(range -> range.getQualityValue() > 0)
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .toList();
    }

    private static boolean isAll(MediaType range) {
        return range.isWildcardType();
    }

    private static boolean isJson(MediaType range) {
        return range.includes(FHIR_JSON) || range.includes(MediaType.APPLICATION_JSON);
    }

    private ResponseEntity<Flux<DataBuffer>> resource(ResponseEntity<Flux<DataBuffer>> file) {
        byte[] start = start(String.valueOf(file.getHeaders().getContentType()));
        long encoded = 4 * ((file.getHeaders().getContentLength() + 2) / 3);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .eTag('"' + documentId + "-json\"")
                .contentType(FHIR_JSON)
                .contentLength(start.length + encoded + END.length());
        Flux<DataBuffer> body = file.getBody();
        return body == null
                ? answer.build()
                : answer.body(Flux.concat(
                        Flux.defer(() -> Flux.just(buffer(start))),
                        Base64Stream.of(body),
                        Flux.defer(() -> Flux.just(buffer(END.getBytes(US_ASCII))))));
    }

    /** The resource up to its data. */
    private byte[] start(String contentType) {
        ObjectNode resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Binary")
                .put("id", documentId)
                .put("contentType", contentType);
        resource.putObject("securityContext").put("reference", DocumentResource.TYPE + '/' + documentId);
        byte[] withoutData = FhirJson.write(resource.put("data", ""));
        return Arrays.copyOf(withoutData, withoutData.length - END.length());
    }

    private static DataBuffer buffer(byte[] bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }
}

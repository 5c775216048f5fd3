package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.healthpassport.standalone.demo.DemoClient.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records, documents and QR code of one patient in the demo. Creates only those that are missing. */
final class DemoPassport {
    private static final String QR_CODE_LABEL = "Demo";
    /** The longest validity of a link without a passcode. */
    private static final Duration QR_CODE_VALIDITY = Duration.ofDays(7);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    /** The pause between two reads; each read becomes an audit entry. */
    private static final long PAUSE_MS = 500;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> SUBJECTS =
            List.of("code", "medicationCodeableConcept", "vaccineCode", "relationship", "type");

    private final DemoClient writer;
    private final String path;
    private final Clock clock;

    /** @param writer the patient, or somebody who represents the patient */
    DemoPassport(DemoClient writer, String patientId, Clock clock) {
        this.writer = writer;
        this.path = "/api/patients/" + patientId;
        this.clock = clock;
    }

    /** Adds the records whose subject matter the patient does not have yet. */
    void addRecords(Iterable<String> fileNames) throws IOException, InterruptedException {
        Set<String> known =
                items("/records?limit=200").map(DemoPassport::subjectMatter).collect(Collectors.toSet());
        for (String fileName : fileNames) {
            byte[] resource = DemoResource.read("records/" + fileName);
            if (!known.contains(subjectMatter(JSON.readTree(resource)))) {
                writer.postResource(path + "/records", resource).require(201);
            }
        }
    }

    /** Adds the documents whose title the patient does not have yet. */
    void addDocuments(Iterable<DemoDocument> documents) throws IOException, InterruptedException {
        Set<String> known = items("/documents")
                .map(document -> document.get("title").asString())
                .collect(Collectors.toSet());
        for (DemoDocument document : documents) {
            if (!known.contains(document.title())) {
                writer.postFile(path + "/documents", document).require(202);
            }
        }
    }

    /** The address in a valid QR code; it shows the patient's data without a login. */
    String qrCodeAddress() throws IOException, InterruptedException {
        Optional<String> known = items("/qr-codes")
                .filter(code -> code.path("label").asString("").equals(QR_CODE_LABEL))
                .filter(code ->
                        Set.of("REQUESTED", "READY").contains(code.get("status").asString()))
                .map(code -> code.get("qrCodeId").asString())
                .findFirst();
        String qrCodeId = known.isPresent() ? known.get() : newQrCode();
        JsonNode drawn = await("/qr-codes/" + qrCodeId, code -> !hasStatus(code, "REQUESTED"));
        if (!hasStatus(drawn, "READY")) {
            throw new DemoFailed("HEALTHPASSPORT_DEMO: the QR code could not be drawn. Start again for another one.");
        }
        return drawn.get("viewUrl").asString();
    }

    private String newQrCode() throws IOException, InterruptedException {
        // Only stored documents can be shared.
        JsonNode documents = await(
                "/documents", list -> stream(list.get("items")).allMatch(document -> hasStatus(document, "STORED")));
        List<String> documentIds = stream(documents.get("items"))
                .map(document -> document.get("documentId").asString())
                .toList();
        Map<String, ?> content = Map.of("summary", true, "documents", documentIds);
        String expiresAt = clock.instant().plus(QR_CODE_VALIDITY).toString();
        Answer requested = writer.post(
                path + "/qr-codes",
                Map.of("kind", "HEALTH_LINK", "content", content, "expiresAt", expiresAt, "label", QR_CODE_LABEL));
        return requested.require(202).body().get("qrCodeId").asString();
    }

    private Stream<JsonNode> items(String list) throws IOException, InterruptedException {
        return writer.items(path + list);
    }

    private JsonNode await(String resource, Predicate<JsonNode> condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            JsonNode state = writer.get(path + resource);
            if (condition.test(state)) {
                return state;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new DemoFailed(
                        "HEALTHPASSPORT_DEMO: a worker did not finish a document or a QR code in time. Start again to"
                                + " complete the demo.");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private static boolean hasStatus(JsonNode node, String status) {
        return node.get("status").asString().equals(status);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The type, and the first of the elements that say what a record of the demo is about. */
    private static String subjectMatter(JsonNode resource) {
        return resource.path("resourceType").asString("")
                + SUBJECTS.stream()
                        .map(resource::path)
                        .filter(JsonNode::isObject)
                        .map(JsonNode::toString)
                        .findFirst()
                        .orElse("");
    }
}

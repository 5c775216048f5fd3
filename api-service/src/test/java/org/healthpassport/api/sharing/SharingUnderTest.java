package org.healthpassport.api.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.DrawingOutcome;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;
import org.healthpassport.vault.key.QrCodePart;
import org.healthpassport.vault.key.SubjectKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks for QR codes over HTTP, does what the worker would do, as none runs here, and opens links as strangers do. */
public final class SharingUnderTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final ApiUnderTest api;

    public SharingUnderTest(ApiUnderTest api) {
        this.api = api;
    }

    /** A request for a link to the summary and nothing else, with further members in pairs. */
    public static Map<String, Object> summaryLink(Object... members) {
        Map<String, Object> request = new HashMap<>(Map.of("kind", "HEALTH_LINK", "content", Map.of("summary", true)));
        for (int i = 0; i < members.length; i += 2) {
            request.put((String) members[i], members[i + 1]);
        }
        return request;
    }

    public static String path(SignedIn patient) {
        return "/api/patients/" + patient.patientId() + "/qr-codes";
    }

    public ResponseSpec ask(SignedIn patient, Map<String, ?> request) {
        return api.client(patient).post().uri(path(patient)).bodyValue(request).exchange();
    }

    /** Asks for what must be taken, and gives its path. */
    public String taken(SignedIn patient, Map<String, ?> request) {
        JsonNode answer = body(ask(patient, request).expectStatus().isEqualTo(202));
        return path(patient) + "/" + answer.get("qrCodeId").asString();
    }

    /** The link of a QR code. */
    public HealthLinkReader link(SignedIn patient, String path) {
        return HealthLinkReader.of(seen(patient, path).get("payload").asString());
    }

    /** Asks for a link that must be taken. */
    public HealthLinkReader newLink(SignedIn patient, Map<String, ?> request) {
        return link(patient, taken(patient, request));
    }

    /** A QR code as its patient sees it. */
    public JsonNode seen(SignedIn patient, String path) {
        return body(
                api.client(patient).get().uri(path).exchange().expectStatus().isOk());
    }

    /** Draws the symbol, reports it, and waits until the report was heard. */
    public QrSymbol draw(SignedIn patient, String path) {
        try {
            QrSymbol symbol = QrSymbol.encode(
                    seen(patient, path).get("viewUrl").asString().getBytes(UTF_8), ErrorCorrection.M);
            report(patient, path, seal(patient, symbol.packed(), idIn(path)), null);
            awaitStatus(patient, path, "READY");
            return symbol;
        } catch (TooMuchData e) {
            throw new IllegalStateException(e);
        }
    }

    /** The symbol that the worker would seal. */
    public byte[] seal(SignedIn patient, byte[] packed, String qrCodeId) {
        SubjectKeys keys =
                api.bean(SubjectKeyRing.class).of(patient.patientId()).block(WITHIN);
        return QrCodePart.SYMBOL.seal(keys, qrCodeId, packed);
    }

    /** Reports a symbol, or why there is none. */
    public void report(SignedIn patient, String path, byte @Nullable [] sealedSymbol, @Nullable QrCodeFailure failure) {
        QrCodeDrawn report = new QrCodeDrawn(
                idIn(path),
                patient.patientId(),
                failure == null ? DrawingOutcome.DRAWN : DrawingOutcome.FAILED,
                failure,
                sealedSymbol == null ? null : ByteBuffer.wrap(sealedSymbol));
        api.report(EventType.QR_CODE_DRAWN, idIn(path), report);
    }

    public void awaitStatus(SignedIn patient, String path, String status) {
        Awaitility.await()
                .atMost(WITHIN)
                .until(() -> seen(patient, path).get("status").asString().equals(status));
    }

    /** Opens a link, from an address of its own. */
    public ResponseSpec open(HealthLinkReader link, Map<String, ?> request) {
        return api.client().post().uri(link.url().getPath()).bodyValue(request).exchange();
    }

    /** Opens what must open. */
    public JsonNode opened(HealthLinkReader link, Map<String, ?> request) {
        return body(open(link, request).expectStatus().isOk());
    }

    /** The content at the location of a file. */
    public ResponseSpec file(String location) {
        return api.client()
                .get()
                .uri(location.replace(ApiUnderTest.PUBLIC_URL, ""))
                .exchange();
    }

    /** Keeps a record, and gives its id. */
    public String record(SignedIn patient, String json) {
        return idIn(new Allergies(api, patient).create(json));
    }

    public void deleteRecord(SignedIn patient, String recordId) {
        api.client(patient)
                .delete()
                .uri("/api/patients/" + patient.patientId() + "/records/" + recordId)
                .header("If-Match", "W/\"1\"")
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    public static String idIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A request of a stranger. */
    public static Map<String, Object> by(String recipient, Object... members) {
        Map<String, Object> request = new HashMap<>(Map.of("recipient", recipient));
        for (int i = 0; i < members.length; i += 2) {
            request.put((String) members[i], members[i + 1]);
        }
        return request;
    }

    public static JsonNode body(ResponseSpec answer) {
        byte[] bytes = answer.expectBody().returnResult().getResponseBody();
        assertThat(bytes).isNotNull();
        return JsonMapper.shared().readTree(bytes);
    }

    /** An allergy with a number that must stay as it is. */
    public static String allergy(String text) {
        return """
                {"resourceType":"AllergyIntolerance",
                 "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical","code":"active"}]},
                 "criticality":"high",
                 "code":{"text":%s},
                 "onsetAge":{"value":1.50,"unit":"a","system":"http://unitsofmeasure.org","code":"a"},
                 "reaction":[{"manifestation":[{"text":"Hives"}]}]}""".formatted(JsonMapper.shared().writeValueAsString(text));
    }

    public static List<JsonNode> entries(JsonNode bundle) {
        return List.copyOf(bundle.get("entry").values());
    }
}

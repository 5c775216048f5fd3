package org.healthpassport.api.record.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.healthpassport.aggregates.unreadable.UnreadableReason;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Takes the place of an unreadable record in a list of resources: a FHIR {@code OperationOutcome} with its id. */
public final class UnreadableRecord {
    private static final String SYSTEM = "urn:healthpassport:unreadable";

    private UnreadableRecord() {}

    public static RawValue json(String recordId, UnreadableReason reason) {
        ObjectNode outcome = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "OperationOutcome")
                .put("id", recordId);
        ObjectNode issue = outcome.putArray("issue").addObject();
        issue.put("severity", "error").put("code", reason == UnreadableReason.MISSING ? "not-found" : "exception");
        ObjectNode details = issue.putObject("details");
        details.putArray("coding").addObject().put("system", SYSTEM).put("code", code(reason));
        details.put(
                "text", "This record is stored, but cannot be read, as " + reason.words() + ". It has been reported.");
        return new RawValue(new String(FhirJson.write(outcome), UTF_8));
    }

    /** Turns {@code SEAL_BROKEN} into {@code seal-broken}, in the style of FHIR's codes. */
    private static String code(UnreadableReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

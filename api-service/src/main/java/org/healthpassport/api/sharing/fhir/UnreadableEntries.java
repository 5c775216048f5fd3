package org.healthpassport.api.sharing.fhir;

import java.util.Collections;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells recipients of a link that entries cannot be read: an {@code OperationOutcome} with one issue for each.
 * Recipients get neither the ids nor the reasons.
 */
public final class UnreadableEntries {
    private UnreadableEntries() {}

    /** @param id id of the outcome, which must not be the id of an unreadable entry */
    public static ObjectNode outcome(String id, int entries) {
        ObjectNode outcome = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "OperationOutcome")
                .put("id", id);
        var issues = outcome.putArray("issue");
        Collections.nCopies(entries, "An entry that belongs here cannot be shown.")
                .forEach(text -> issues.addObject()
                        .put("severity", "error")
                        .put("code", "exception")
                        .putObject("details")
                        .put("text", text));
        return outcome;
    }
}

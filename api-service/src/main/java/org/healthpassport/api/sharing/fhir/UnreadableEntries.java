package org.healthpassport.api.sharing.fhir;

import java.util.Collections;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands for entries that belong into what a link gives, but cannot be read: an {@code OperationOutcome} with an issue
 * for each. Strangers get neither their ids nor a reason.
 */
public final class UnreadableEntries {
    private UnreadableEntries() {}

    /** @param id of the outcome, which is nothing's that cannot be read */
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

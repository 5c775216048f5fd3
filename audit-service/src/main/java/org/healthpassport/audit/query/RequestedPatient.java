package org.healthpassport.audit.query;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.entry.AuditEntry;
import org.healthpassport.audit.keys.Pseudonyms;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogView;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds the patient whose data a request is for: the one that it names, the one who is looked up, or the one of the entry
 * that it opens.
 */
final class RequestedPatient {
    private static final String INDEX = "index";
    private static final String ID = "id";
    private static final PathPattern LOOK_UP = PathPatternParser.defaultInstance.parse("/api/audit/people/{id}");
    /** As handlers match them, encoded digits included. */
    private static final List<PathPattern> OPENING = List.of(
            PathPatternParser.defaultInstance.parse("/api/audit/entries/{index}"),
            PathPatternParser.defaultInstance.parse("/api/audit/entries/{index}/content"));

    private final CommittedLog log;
    private final Pseudonyms pseudonyms;

    RequestedPatient(CommittedLog log, Pseudonyms pseudonyms) {
        this.log = log;
        this.pseudonyms = pseudonyms;
    }

    /** The pseudonym of the patient, empty if the request is not about one patient. */
    Optional<String> in(ServerHttpRequest request) throws IOException {
        String patientId = request.getQueryParams().getFirst("patient");
        if (patientId != null && !patientId.isEmpty()) {
            return pseudonyms.of(patientId);
        }
        PathContainer path = request.getPath().pathWithinApplication();
        PathMatchInfo lookUp = LOOK_UP.matchAndExtract(path);
        if (lookUp != null) {
            return pseudonyms.of(lookUp.getUriVariables().getOrDefault(ID, ""));
        }
        for (PathPattern opening : OPENING) {
            PathMatchInfo match = opening.matchAndExtract(path);
            if (match != null) {
                return ofEntry(match.getUriVariables().getOrDefault(INDEX, ""));
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofEntry(String index) throws IOException {
        LogView committed = log.committed();
        if (!index.matches("[0-9]{1,18}") || Long.parseLong(index) >= committed.size()) {
            return Optional.empty();
        }
        return AuditEntry.read(committed.entry(Long.parseLong(index))).map(AuditEntry::patient);
    }
}

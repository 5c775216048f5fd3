package org.healthpassport.edge.failure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.healthpassport.edge.problem.Problem;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A problem as {@code application/problem+json} (RFC 9457). */
@Component
final class ProblemBody implements ProblemForm {
    private final JsonMapper json;

    ProblemBody(JsonMapper json) {
        this.json = json;
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_PROBLEM_JSON;
    }

    @Override
    public byte[] of(Problem problem, String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type().uri());
        members.put("title", problem.type().title());
        members.put("status", problem.type().status());
        members.put("detail", problem.detail());
        members.put("instance", "urn:healthpassport:request:" + requestId);
        if (!problem.errors().isEmpty()) {
            members.put("errors", problem.errors());
        }
        members.putAll(problem.extensions());
        return json.writeValueAsBytes(members);
    }
}

package org.healthpassport.edge.failure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.problem.ProblemType;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A problem as FHIR's {@code OperationOutcome} (R4), which clients of the FHIR API expect. */
@Component
final class OutcomeBody implements ProblemForm {
    /** The addresses at it and below it are FHIR's, with a parameter of the path or without. */
    private static final Pattern ADDRESS = Pattern.compile("/fhir(?:[/;?].*)?", Pattern.DOTALL);

    private static final MediaType FHIR_JSON = MediaType.parseMediaType("application/fhir+json");

    private final JsonMapper json;

    OutcomeBody(JsonMapper json) {
        this.json = json;
    }

    /**
     * True for the addresses of the FHIR API.
     *
     * @param target the path of a request, and more of it or nothing
     */
    static boolean isFor(String target) {
        return ADDRESS.matcher(target).matches();
    }

    @Override
    public MediaType mediaType() {
        return FHIR_JSON;
    }

    @Override
    public byte[] of(Problem problem, String requestId) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("resourceType", "OperationOutcome");
        outcome.put("id", requestId);
        outcome.put("issue", issues(problem));
        return json.writeValueAsBytes(outcome);
    }

    /** An issue for each invalid member; else one for the problem. */
    private static List<Map<String, Object>> issues(Problem problem) {
        if (problem.errors().isEmpty()) {
            return List.of(issue(problem.type(), problem.detail()));
        }
        List<Map<String, Object>> issues = new ArrayList<>();
        for (InvalidMember error : problem.errors()) {
            Map<String, Object> issue = issue(
                    problem.type(),
                    (error.pointer().isEmpty() ? "The resource" : error.pointer()) + ' ' + error.detail());
            if (!error.pointer().isEmpty()) {
                issue.put("expression", List.of(expression(error.pointer())));
            }
            issues.add(issue);
        }
        return issues;
    }

    private static Map<String, Object> issue(ProblemType type, String diagnostics) {
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("severity", "error");
        issue.put("code", code(type.status()));
        issue.put(
                "details",
                Map.of(
                        "coding",
                        List.of(Map.of("system", "urn:healthpassport:problem", "code", type.code())),
                        "text",
                        type.title()));
        issue.put("diagnostics", diagnostics);
        return issue;
    }

    /** The code of FHIR's value set {@code issue-type} for a status of HTTP. */
    private static String code(int status) {
        return switch (status) {
            case 400 -> "structure";
            case 401 -> "login";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405, 406, 415 -> "not-supported";
            case 408 -> "timeout";
            case 409, 412 -> "conflict";
            case 410 -> "deleted";
            case 413, 414, 431 -> "too-long";
            case 416 -> "value";
            case 422 -> "invalid";
            case 428 -> "required";
            case 429 -> "throttled";
            case 503 -> "transient";
            case 507 -> "no-store";
            default -> "exception";
        };
    }

    /** Turns the JSON pointer {@code /name/0/family} into the FHIRPath {@code name[0].family}. */
    private static String expression(String pointer) {
        return pointer.substring(1).replaceAll("/([0-9]+)(?=/|$)", "[$1]").replace('/', '.');
    }
}

package org.healthpassport.api.fhir.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.fhir.FhirAddress;
import org.healthpassport.api.record.version.RecordAnswer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST [type]/$validate}: tells what is wrong with a resource of any type, and stores nothing. */
@RestController
final class ValidationController {
    private static final Issue ALL_OK = new Issue("information", "No issues were found.", null);

    private final Validations validations;
    private final JsonMapper json;

    ValidationController(Validations validations, JsonMapper json) {
        this.validations = validations;
        this.json = json;
    }

    /** 200 with an OperationOutcome, whether the resource is valid or not. */
    @PostMapping(
            path = FhirAddress.BASE + "/{type}/$validate",
            consumes = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE},
            produces = {RecordAnswer.FHIR_JSON, MediaType.APPLICATION_JSON_VALUE})
    Mono<byte[]> validate(Caller caller, @PathVariable String type, ServerHttpRequest request) {
        return validations.validate(caller, type, request).map(this::outcome);
    }

    private byte[] outcome(List<Issue> issues) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("resourceType", "OperationOutcome");
        outcome.put(
                "issue",
                (issues.isEmpty() ? List.of(ALL_OK) : issues)
                        .stream().map(ValidationController::issue).toList());
        return json.writeValueAsBytes(outcome);
    }

    private static Map<String, Object> issue(Issue issue) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("severity", issue.severity());
        shown.put("code", issue.severity().equals("information") ? "informational" : "processing");
        shown.put("diagnostics", issue.text());
        if (issue.place() != null) {
            shown.put("expression", List.of(issue.place()));
        }
        return shown;
    }
}

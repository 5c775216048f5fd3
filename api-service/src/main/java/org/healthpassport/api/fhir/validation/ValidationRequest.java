package org.healthpassport.api.fhir.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.fhir.FhirRefusal;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the parameters of {@code $validate} (R4, resource-operation-validate.html). A parameter that would change the
 * answer, but has no meaning here, is refused.
 */
final class ValidationRequest {
    private static final Set<String> MODES = Set.of("create", "update");
    private static final String MODE = "must be create or update: a resource is validated as it is";
    private static final String PROFILE = "must be absent: the resource is validated against its own meta.profile";

    private ValidationRequest() {}

    /** @throws Refused with {@link FhirRefusal.ValidationParameter} */
    static void check(MultiValueMap<String, String> query) {
        if (query.containsKey("profile")) {
            throw new FhirRefusal.ValidationParameter("profile", PROFILE).asException();
        }
        if (!MODES.containsAll(query.getOrDefault("mode", List.of()))) {
            throw new FhirRefusal.ValidationParameter("mode", MODE).asException();
        }
    }

    /**
     * The resource of a body, which is the resource itself, or {@code Parameters} with it.
     *
     * @throws Refused with {@link FhirRefusal.TypeOfAnotherAddress} or {@link InvalidInput}
     */
    static ObjectNode resource(ObjectNode sent, String type) {
        ObjectNode resource = hasType(sent, "Parameters") ? ofParameters(sent) : sent;
        if (!hasType(resource, type)) {
            throw new FhirRefusal.TypeOfAnotherAddress(type).asException();
        }
        return resource;
    }

    private static boolean hasType(ObjectNode resource, String type) {
        return type.equals(resource.path("resourceType").asString(""));
    }

    private static ObjectNode ofParameters(ObjectNode sent) {
        List<ObjectNode> resources = new ArrayList<>();
        List<InvalidMember> errors = new ArrayList<>();
        JsonNode parameters = sent.path("parameter");
        for (int i = 0; i < parameters.size(); i++) {
            JsonNode parameter = parameters.path(i);
            String pointer = "/parameter/" + i;
            switch (parameter.path("name").asString("")) {
                case "resource" -> {
                    if (parameter.path("resource") instanceof ObjectNode resource && resources.isEmpty()) {
                        resources.add(resource);
                    } else {
                        errors.add(new InvalidMember(pointer, "must be the only parameter 'resource', and have one"));
                    }
                }
                case "mode" -> {
                    if (!MODES.contains(parameter.path("valueCode").asString(""))) {
                        errors.add(new InvalidMember(pointer + "/valueCode", "of the parameter 'mode' " + MODE));
                    }
                }
                case "profile" ->
                    errors.add(new InvalidMember(pointer, "is the parameter 'profile', which " + PROFILE));
                default -> errors.add(new InvalidMember(pointer + "/name", "must be 'resource' or 'mode'"));
            }
        }
        if (resources.isEmpty() && errors.isEmpty()) {
            errors.add(new InvalidMember("/parameter", "must have a parameter 'resource'"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors).asException();
        }
        return resources.get(0);
    }
}

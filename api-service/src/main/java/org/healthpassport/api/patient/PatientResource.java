package org.healthpassport.api.patient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthpassport.api.patient.PatientState.Name;
import org.healthpassport.api.patient.PatientState.Written;
import org.healthpassport.fhir.catalog.DateBounds;
import org.healthpassport.fhir.json.FhirJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A patient as FHIR {@code Patient}: as it was written, unless the name or the birth date changed since by the account,
 * which is the same truth.
 */
public final class PatientResource {
    private static final String NAME = "name";
    private static final String GIVEN = "given";
    private static final String FAMILY = "family";
    private static final String BIRTH_DATE = "birthDate";
    /** The uses of a name, the one that the account shows first; names of other uses come behind those without. */
    private static final List<String> USES = List.of("official", "usual", "");
    /** The uses of names that the patient has no more. */
    private static final List<String> FORMER = List.of("old", "maiden");

    private PatientResource() {}

    /** The resource, without the members that the service sets besides type and id. */
    public static ObjectNode of(PatientState patient) {
        ObjectNode resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", patient.patientId());
        Written written = patient.written();
        if (written == null) {
            setName(resource.putArray(NAME).addObject().put("use", "official"), patient.name());
            return resource.put(BIRTH_DATE, patient.birthDate().value());
        }
        resource.setAll(FhirJson.parseKept(written.json().getBytes(UTF_8)));
        if (!written.name().equals(patient.name())) {
            ObjectNode shown = shownName(resource)
                    .map(at -> (ObjectNode) names(resource).get(at))
                    .orElseGet(() -> resource.withArray(NAME).addObject().put("use", "official"));
            setName(shown, patient.name());
        }
        if (!written.birthDate().equals(patient.birthDate())) {
            resource.put(BIRTH_DATE, patient.birthDate().value()).remove('_' + BIRTH_DATE);
        }
        return resource;
    }

    /**
     * The place among the names of the one that the account shows; empty if none has a part, or all are former ones. A name
     * that ends comes behind those that last longer, so that the time of reading makes no difference.
     */
    public static Optional<Integer> shownName(ObjectNode resource) {
        JsonNode names = names(resource);
        return IntStream.range(0, names.size())
                .boxed()
                .filter(at -> names.get(at).has(GIVEN) || names.get(at).has(FAMILY))
                .filter(at -> !FORMER.contains(names.get(at).path("use").asString("")))
                .min(Comparator.<Integer, Instant>comparing(at -> endOf(names.get(at)))
                        .reversed()
                        .thenComparing(at -> rank(names.get(at))));
    }

    /** The last instant at which somebody has a name; the end of time if none is known. */
    public static Instant endOf(JsonNode name) {
        return DateBounds.of(name.path("period").path("end").asString(""))
                .map(DateBounds::last)
                .orElse(Instant.MAX);
    }

    private static int rank(JsonNode name) {
        int rank = USES.indexOf(name.path("use").asString(""));
        return rank < 0 ? USES.size() : rank;
    }

    private static JsonNode names(ObjectNode resource) {
        return resource.path(NAME);
    }

    /** The text and the extensions of the parts belong to the name of before. */
    private static void setName(ObjectNode humanName, Name name) {
        humanName.remove(List.of("text", '_' + FAMILY, '_' + GIVEN, FAMILY, GIVEN));
        if (name.family() != null) {
            humanName.put(FAMILY, name.family());
        }
        if (name.given() != null) {
            ArrayNode given = humanName.putArray(GIVEN);
            given.add(name.given());
        }
    }
}

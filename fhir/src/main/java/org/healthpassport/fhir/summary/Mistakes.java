package org.healthpassport.fhir.summary;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.Standing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes back what a record says by reference to something that was entered in error. The record itself still holds: its
 * author did not take it back, and somebody who reads "Medication (entered in error), active" asks, while nobody misses an
 * entry that is absent. But the drug or the device is not known any more, so nothing of it is shown but the author's own
 * words in the reference, and these only with the remark.
 */
public final class Mistakes {
    private static final String ENTERED_IN_ERROR = "entered in error";
    private static final String CONTAINED = "contained";
    private static final String REFERENCE = "reference";

    private final Set<String> taken;
    private boolean changed;

    private Mistakes(Set<String> taken) {
        this.taken = taken;
    }

    /** True if the resource says of itself that it was entered in error; of any type, as contained ones can have any. */
    public static boolean isMistake(ObjectNode resource) {
        return ClinicalRecord.of(resource)
                        .filter(record -> record.standing() == Standing.ENTERED_IN_ERROR)
                        .isPresent()
                || resource.path("status").asString("").equals("entered-in-error");
    }

    /** The resources of the same server to which a resource refers, such as {@code Medication/7}, without their versions. */
    public static Stream<String> references(JsonNode resource) {
        return resource.findValues(REFERENCE).stream().flatMap(reference -> target(reference).stream());
    }

    /**
     * Replaces, in a resource, the references to mistakes, and removes contained ones; also its narrative, which may tell of
     * them.
     *
     * @param mistakes such as {@code Medication/7}
     */
    public static void takeBack(ObjectNode resource, Set<String> mistakes) {
        List<ObjectNode> contained = resource.path(CONTAINED)
                .valueStream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .filter(Mistakes::isMistake)
                .toList();
        Set<String> all = new HashSet<>(mistakes);
        contained.forEach(one -> all.add('#' + one.path("id").asString("")));
        if (!contained.isEmpty()) {
            resource.withArray(CONTAINED).values().removeAll(contained);
            if (resource.path(CONTAINED).isEmpty()) {
                resource.remove(CONTAINED);
            }
        }
        Mistakes found = new Mistakes(all);
        found.replaceIn(resource);
        if (found.changed || !contained.isEmpty()) {
            resource.remove("text");
        }
    }

    /** The recursion ends, as the JSON reader limits the depth of resources. */
    private void replaceIn(JsonNode node) {
        if (node instanceof ObjectNode object
                && target(object.path(REFERENCE)).filter(taken::contains).isPresent()) {
            String display = object.path("display").asString("").strip();
            object.removeAll();
            object.put("display", display.isEmpty() ? ENTERED_IN_ERROR : display + " (" + ENTERED_IN_ERROR + ")");
            changed = true;
        }
        node.forEach(this::replaceIn);
    }

    private static Optional<String> target(JsonNode reference) {
        String text = reference.asString("");
        return RelativeReference.target(text).or(() -> Optional.of(text).filter(own -> own.startsWith("#")));
    }
}

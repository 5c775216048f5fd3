package org.healthpassport.fhir.summary;

import java.util.Comparator;
import org.healthpassport.fhir.catalog.ClinicalRecord;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.fhir.catalog.Standing;
import tools.jackson.databind.node.ObjectNode;

/**
 * The order of the records of a section: those that hold now before those that are past, allergies of high criticality
 * before the others, and newer records before older ones. The most important one is the smallest.
 *
 * @param standing 0 if it holds now
 * @param danger 0 for an allergy of high criticality
 * @param place among all records of the patient, from 0 for the newest
 */
public record Importance(int standing, int danger, int place) implements Comparable<Importance> {
    private static final Comparator<Importance> ORDER = Comparator.comparingInt(Importance::standing)
            .thenComparingInt(Importance::danger)
            .thenComparingInt(Importance::place);

    public static Importance of(ClinicalRecord record, ObjectNode resource, int place) {
        return new Importance(
                rank(record.standing()), record.type() == RecordType.ALLERGY_INTOLERANCE ? danger(resource) : 0, place);
    }

    /** That of something that happened, such as a result. */
    public static Importance ofEvent(int place) {
        return new Importance(rank(Standing.DONE), 0, place);
    }

    private static int rank(Standing standing) {
        return switch (standing) {
            case CURRENT -> 0;
            case PLANNED, UNKNOWN -> 1;
            case DONE -> 2;
            case PAST -> 3;
            case NOT_DONE -> 4;
            case REFUTED, ENTERED_IN_ERROR -> 5;
        };
    }

    /** An allergy of unknown criticality may be dangerous. */
    private static int danger(ObjectNode allergy) {
        return switch (allergy.path("criticality").asString("")) {
            case "high" -> 0;
            case "low" -> 2;
            default -> 1;
        };
    }

    @Override
    public int compareTo(Importance other) {
        return ORDER.compare(this, other);
    }
}

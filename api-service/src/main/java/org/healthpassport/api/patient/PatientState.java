package org.healthpassport.api.patient;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a patient; sealed with the patient's own keys.
 *
 * @param written the FHIR resource that was last written; null if there was none yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PatientState(
        String patientId,
        Name name,
        BirthDate birthDate,
        @Nullable Written written) {

    /** A patient of whom only the name and the birth date are known. */
    public PatientState(String patientId, Name name, BirthDate birthDate) {
        this(patientId, name, birthDate, null);
    }

    /** The patient with another name and birth date, and otherwise the same resource. */
    public PatientState with(Name newName, BirthDate newBirthDate) {
        return new PatientState(patientId, newName, newBirthDate, written);
    }

    /** The patient as a resource describes them. */
    public PatientState written(Written resource) {
        return new PatientState(patientId, resource.name, resource.birthDate, resource);
    }

    /** A person's name, of which one part is enough: many people have only one. */
    public record Name(@Nullable String given, @Nullable String family) {

        /** Both parts, as far as there are two. Not named like a getter, as Jackson would store it with the state. */
        public String inFull() {
            return Stream.of(given, family).filter(Objects::nonNull).collect(Collectors.joining(" "));
        }

        @Override
        public String toString() {
            return "Name[...]";
        }
    }

    /**
     * A FHIR resource as it was written, with what it says of the members that can also change without it.
     *
     * @param json FHIR JSON, without the members that the service sets
     */
    public record Written(String json, Name name, BirthDate birthDate) {

        @Override
        public String toString() {
            return "Written[...]";
        }
    }

    @Override
    public String toString() {
        return "PatientState[" + patientId + ']';
    }
}

package org.healthpassport.api.patient;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state of a patient; sealed with the patient's own keys. */
public record PatientState(String patientId, Name name, BirthDate birthDate) {

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

    @Override
    public String toString() {
        return "PatientState[" + patientId + ']';
    }
}

package org.healthpassport.vault.personal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A personal or secret value, such as a name or a password, as a component of a record: the text form of the record
 * hides it, so that it never gets into logs or messages. In JSON it is the value itself.
 */
public record Personal<T>(@JsonValue T value) {
    private static final String HIDDEN = "[...]";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Personal {}

    /** The same for every value. */
    @Override
    public String toString() {
        return HIDDEN;
    }
}

package org.healthpassport.aggregates.refusal;

/** The result of rules that turn an input into a value: the value, or the reason for which there is none. */
public sealed interface Ruling<T> {

    /** The input is valid. */
    record Accepted<T>(T value) implements Ruling<T> {}

    /** The input is refused. */
    record Refused<T>(Refusal refusal) implements Ruling<T> {}

    static <T> Ruling<T> accept(T value) {
        return new Accepted<>(value);
    }

    static <T> Ruling<T> refuse(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /**
     * The value.
     *
     * @throws org.healthpassport.aggregates.refusal.Refused if there is none
     */
    default T orThrow() {
        if (this instanceof Accepted<T> accepted) {
            return accepted.value();
        }
        throw ((Refused<T>) this).refusal().asException();
    }
}

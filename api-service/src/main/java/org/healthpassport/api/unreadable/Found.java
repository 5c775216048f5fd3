package org.healthpassport.api.unreadable;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Something that was looked for and is there: as it is, or the reason for which it cannot be read. */
public sealed interface Found<T> {

    /** It can be read. */
    record Readable<T>(T value) implements Found<T> {}

    /** It cannot be read. */
    record Broken<T>(Unreadable unreadable) implements Found<T> {}

    static <T> Found<T> readable(T value) {
        return new Readable<>(value);
    }

    static <T> Found<T> broken(Unreadable unreadable) {
        return new Broken<>(unreadable);
    }

    /** Empty where it cannot be read. */
    default Optional<T> ifReadable() {
        return fold(Optional::of, unreadable -> Optional.empty());
    }

    /** One of two things, by whether it can be read. */
    default <R> R fold(Function<? super T, ? extends R> readable, Function<? super Unreadable, ? extends R> broken) {
        return this instanceof Broken<T> unread
                ? broken.apply(unread.unreadable())
                : readable.apply(((Readable<T>) this).value());
    }

    /** Empty where it can be read. */
    default Optional<Unreadable> ifBroken() {
        return fold(value -> Optional.empty(), Optional::of);
    }

    /**
     * Gives it.
     *
     * @throws CannotBeRead where it cannot be read
     */
    default T orThrow() {
        return fold(value -> value, unreadable -> {
            throw new CannotBeRead(unreadable, null);
        });
    }

    /** Whether it is so, or may be, as it cannot be read. */
    default boolean mayBe(Predicate<? super T> so) {
        return fold(so::test, unreadable -> true);
    }
}

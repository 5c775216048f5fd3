package org.healthpassport.aggregates.unreadable;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Something that was looked up and exists: the thing itself, or the reason why it cannot be read. */
public sealed interface ReadResult<T> {

    /** It can be read. */
    record Readable<T>(T value) implements ReadResult<T> {}

    /** It cannot be read. */
    record Broken<T>(Unreadable unreadable) implements ReadResult<T> {}

    static <T> ReadResult<T> readable(T value) {
        return new Readable<>(value);
    }

    static <T> ReadResult<T> broken(Unreadable unreadable) {
        return new Broken<>(unreadable);
    }

    /** Empty if it cannot be read. */
    default Optional<T> ifReadable() {
        return fold(Optional::of, unreadable -> Optional.empty());
    }

    /** Applies one of two functions, depending on whether it can be read. */
    default <R> R fold(Function<? super T, ? extends R> readable, Function<? super Unreadable, ? extends R> broken) {
        return this instanceof Broken<T> unread
                ? broken.apply(unread.unreadable())
                : readable.apply(((Readable<T>) this).value());
    }

    /** The same with what a function makes of the value. */
    default <R> ReadResult<R> map(Function<? super T, ? extends R> function) {
        return fold(value -> readable(function.apply(value)), ReadResult::broken);
    }

    /** Empty if it can be read. */
    default Optional<Unreadable> ifBroken() {
        return fold(value -> Optional.empty(), Optional::of);
    }

    /**
     * The thing itself.
     *
     * @throws CannotBeRead if it cannot be read
     */
    default T orThrow() {
        return fold(value -> value, unreadable -> {
            throw new CannotBeRead(unreadable, null);
        });
    }

    /** True if the condition holds, or may hold because it cannot be read. */
    default boolean mayBe(Predicate<? super T> so) {
        return fold(so::test, unreadable -> true);
    }
}

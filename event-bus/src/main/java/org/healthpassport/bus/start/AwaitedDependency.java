package org.healthpassport.bus.start;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.healthpassport.bus.ConfigurationFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

/** A dependency that the start waits for and opens, such as keys about which the database is asked first. */
public final class AwaitedDependency<T> implements StartStep, Supplier<T>, Ordered {
    private final String awaited;
    private final Callable<? extends T> opening;
    private volatile @Nullable T part;

    /**
     * @param awaited as of {@link StartStep#awaited}
     * @param opening makes the part; an {@link IllegalStateException} or {@link IllegalArgumentException} says what to
     *     change, and is not tried again
     */
    public AwaitedDependency(String awaited, Callable<? extends T> opening) {
        this.awaited = awaited;
        this.opening = opening;
    }

    /** Before the steps that use this dependency. */
    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public String awaited() {
        return awaited;
    }

    @Override
    public void attempt() throws Exception {
        try {
            part = opening.call();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new ConfigurationFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws IllegalStateException as long as the service is starting */
    @Override
    public T get() {
        T there = part;
        if (there == null) {
            throw new IllegalStateException(
                    "Expected the start to be over, but it still waits for %s.".formatted(awaited));
        }
        return there;
    }
}

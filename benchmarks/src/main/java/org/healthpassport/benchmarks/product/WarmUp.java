package org.healthpassport.benchmarks.product;

import java.time.Duration;

/**
 * The rule by which a warm-up ends: when the compiler has next to nothing to do any more, as it otherwise costs more than
 * the requests do.
 *
 * @param least the time that it takes in any case
 * @param most the time after which it ends, whatever the compiler does
 */
public record WarmUp(Duration least, Duration most) {
    /** The compiler works in bursts; within a shorter time it may just rest between two of them. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** The part of the product's CPU that a quiet compiler uses at most. */
    private static final double QUIET = 0.05;

    /** Always as long, whatever the compiler does. */
    public static WarmUp exactly(Duration time) {
        return new WarmUp(time, time);
    }

    /** The time until the next look at the compiler, after so much time. */
    public Duration next(Duration elapsed) {
        Duration left = most.minus(elapsed);
        return left.compareTo(WINDOW) < 0 ? left : WINDOW;
    }

    /** @param last the use of the product since the last look */
    public boolean isOver(Duration elapsed, Spent last) {
        return elapsed.compareTo(most) >= 0 || (elapsed.compareTo(least) >= 0 && isQuiet(last));
    }

    /** True if the compiler is known to be quiet. Systems that do not tell its CPU never say so. */
    public static boolean isQuiet(Spent last) {
        return last.cpu() > 0 && last.parts().containsKey(Part.COMPILER) && last.shareOf(Part.COMPILER) < QUIET;
    }
}

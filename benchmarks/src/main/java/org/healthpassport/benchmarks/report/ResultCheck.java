package org.healthpassport.benchmarks.report;

import java.util.Arrays;
import java.util.Objects;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.jspecify.annotations.Nullable;

/** Finds what JSON left out: Jackson sets it to null, whatever the type says. */
final class ResultCheck {
    private ResultCheck() {}

    @SuppressWarnings("NullAway") // null is what it looks for
    static boolean isComplete(BenchmarkRun run) {
        var environment = run.environment();
        return environment != null
                && allThere(
                        environment.jdk(),
                        environment.operatingSystem(),
                        environment.processor(),
                        environment.commit(),
                        environment.began(),
                        environment.profile())
                && run.calibrations().stream().allMatch(it -> allThere(it.name(), it.unit()))
                && run.measurements().stream()
                        .allMatch(it -> allThere(it.scenario(), it.load())
                                && it.parts().stream().allMatch(part -> allThere(part.part())))
                && run.growth().stream().allMatch(it -> allThere(it.scenario(), it.spread()))
                && run.figures().stream().allMatch(it -> allThere(it.name(), it.unit()))
                && run.functions().stream().allMatch(it -> allThere(it.name()))
                && run.limits().stream().allMatch(it -> allThere(it.name(), it.unit()))
                && run.shares().stream().allMatch(it -> allThere(it.scenario(), it.limit()));
    }

    private static boolean allThere(@Nullable Object... values) {
        return Arrays.stream(values).allMatch(Objects::nonNull);
    }
}

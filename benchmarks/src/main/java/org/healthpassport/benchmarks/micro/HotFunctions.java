package org.healthpassport.benchmarks.micro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthpassport.benchmarks.result.FunctionCost;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package with JMH, each in a JVM of its own. */
public final class HotFunctions {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Rounds rounds;

    private HotFunctions(Rounds rounds) {
        this.rounds = rounds;
    }

    /** About two seconds for each function: enough to see a change of a third. */
    public static HotFunctions shortly() {
        return new HotFunctions(new Rounds(1, 2, TimeValue.milliseconds(600), 2, TimeValue.milliseconds(400)));
    }

    /** About ten seconds for each function, in two JVMs. */
    public static HotFunctions thoroughly() {
        return new HotFunctions(new Rounds(2, 3, TimeValue.seconds(1), 3, TimeValue.milliseconds(500)));
    }

    /**
     * Measures the functions with a name that contains the text; all of them if the text is empty.
     *
     * @throws IllegalArgumentException if there are none
     */
    public List<FunctionCost> measure(String part) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Pattern.quote(HotFunctions.class.getPackageName() + '.') + ".*(?i)" + Pattern.quote(part))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(rounds.forks())
                .warmupIterations(rounds.warmUps())
                .warmupTime(rounds.warmUp())
                .measurementIterations(rounds.measured())
                .measurementTime(rounds.measurement())
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessCpu.class)
                .jvmArgsAppend("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return results.stream().map(HotFunctions::cost).toList();
        } catch (RunnerException e) {
            if (e.getMessage() != null && e.getMessage().startsWith("No matching benchmarks")) {
                throw new IllegalArgumentException("Expected a hot function, but none has a name with '" + part + "'");
            }
            throw new IllegalStateException("Expected to measure hot functions, but JMH failed", e);
        }
    }

    private static FunctionCost cost(RunResult result) {
        Map<String, Result> further = result.getSecondaryResults();
        return new FunctionCost(
                name(result.getParams()),
                score(further, ProcessCpu.CPU_US),
                result.getPrimaryResult().getScore(),
                score(further, ALLOCATED));
    }

    private static double score(Map<String, Result> results, String label) {
        Result<?> result = results.get(label);
        return result == null ? 0 : result.getScore();
    }

    /** Class, method and parameters, such as {@code QrCode.matrix bytes=100}. */
    private static String name(BenchmarkParams params) {
        String method = params.getBenchmark()
                .substring(HotFunctions.class.getPackageName().length() + 1);
        List<String> parts = new ArrayList<>(List.of(method));
        params.getParamsKeys().stream()
                .map(key -> key + '=' + params.getParam(key))
                .forEach(parts::add);
        return parts.stream().collect(Collectors.joining(" "));
    }

    private record Rounds(int forks, int warmUps, TimeValue warmUp, int measured, TimeValue measurement) {}
}

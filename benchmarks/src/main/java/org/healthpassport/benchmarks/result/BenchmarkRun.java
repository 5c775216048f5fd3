package org.healthpassport.benchmarks.result;

import java.util.List;

/**
 * Everything that one run measured.
 *
 * @param figures numbers that belong to no request, such as the time of a start
 * @param functions hot functions, each measured alone
 * @param notes sentences for the reader, such as which scenario was not run and why
 */
public record BenchmarkRun(
        Environment environment,
        List<Calibration> calibrations,
        List<Measurement> measurements,
        List<GrowthPoint> growth,
        List<Figure> figures,
        List<FunctionCost> functions,
        List<Limit> limits,
        List<ShareOfLimit> shares,
        List<String> notes) {
    public BenchmarkRun {
        calibrations = List.copyOf(calibrations);
        measurements = List.copyOf(measurements);
        growth = List.copyOf(growth);
        figures = List.copyOf(figures);
        functions = List.copyOf(functions);
        limits = List.copyOf(limits);
        shares = List.copyOf(shares);
        notes = List.copyOf(notes);
    }

    /** A run of scenarios, to which nothing was added that was measured alone. */
    public BenchmarkRun(
            Environment environment,
            List<Calibration> calibrations,
            List<Measurement> measurements,
            List<GrowthPoint> growth,
            List<Figure> figures,
            List<Limit> limits,
            List<ShareOfLimit> shares,
            List<String> notes) {
        this(environment, calibrations, measurements, growth, figures, List.of(), limits, shares, notes);
    }

    /** The same run with what was measured without the product. */
    public BenchmarkRun with(
            List<Calibration> speeds, List<FunctionCost> costs, List<Limit> most, List<ShareOfLimit> reached) {
        return new BenchmarkRun(environment, speeds, measurements, growth, figures, costs, most, reached, notes);
    }

    /** Requests of all scenarios that were not answered as expected; a run with any is not to be trusted. */
    public long failures() {
        return measurements.stream().mapToLong(Measurement::failures).sum();
    }
}

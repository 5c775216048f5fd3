package org.healthpassport.benchmarks.report;

import java.util.List;
import org.healthpassport.benchmarks.result.BenchmarkRun;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;

/**
 * A request to HAPI FHIR JPA on PostgreSQL, on a machine of two cores in November 2026, and the goal that we set
 * ourselves.
 *
 * @param cpuMs CPU of all its processes for a request in milliseconds
 * @param goal the number of times that our requests in a second of CPU are to be more
 */
record Peer(String scenario, double cpuMs, double goal) {
    static final String NAME = "HAPI JPA on PostgreSQL";
    static final List<Peer> ALL = List.of(new Peer("create", 16, 5), new Peer("read", 11, 8));

    /** Our requests in a second of CPU, divided by those of the peer. */
    double reachedBy(Measurement ours) {
        return ours.cpuMs() > 0 ? cpuMs / ours.cpuMs() : 0;
    }

    /** Compares closed loops, as the peer was measured; shows what is missing as missing. */
    static Table table(BenchmarkRun run) {
        Table table = Table.of(
                "Against " + NAME,
                "scenario",
                "#its CPU ms",
                "#our CPU ms",
                "#without compiler",
                "#api alone",
                "#requests per CPU second",
                "#goal",
                "reached");
        for (Peer peer : ALL) {
            run.measurements().stream()
                    .filter(ours -> ours.scenario().equals(peer.scenario()) && ours.load() == Load.CLOSED)
                    .findFirst()
                    .ifPresentOrElse(
                            ours -> table.row(
                                    peer.scenario(),
                                    Numbers.of(peer.cpuMs()),
                                    Numbers.of(ours.cpuMs()),
                                    Numbers.of(ours.cpuMsWithoutCompiler()),
                                    Numbers.of(ours.apiCpuMs()),
                                    Numbers.times(peer.reachedBy(ours)),
                                    Numbers.times(peer.goal()),
                                    peer.reachedBy(ours) >= peer.goal() ? "yes" : "no"),
                            () -> table.row(
                                    peer.scenario(),
                                    Numbers.of(peer.cpuMs()),
                                    "not run",
                                    "-",
                                    "-",
                                    "-",
                                    Numbers.times(peer.goal()),
                                    "-"));
        }
        return table;
    }
}

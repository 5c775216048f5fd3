package org.healthpassport.audit.completeness.round;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.audit.completeness.emitted.StoredHeads;
import org.healthpassport.audit.completeness.logged.CheckedViews;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.logged.RestoredEntries;
import org.healthpassport.audit.completeness.logged.ViewSeal;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.log.write.EventRows;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.vault.key.KeyedDigest;

/** Prints how long a round takes, and how much of a core, with the embedded store in the same process. */
final class RoundMeasurement {
    private static final int ROUNDS = 5;
    private static final String NEWEST = "0000000002/01a22de8-0080-774b-ab9e-ec333a06b645";

    private RoundMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase store = new EmbeddedDatabase();
        store.beforeAll(null);
        try {
            for (int count : new int[] {100, 10_000, 100_000}) {
                measure(store, count);
            }
        } finally {
            store.afterAll(null);
        }
    }

    private static void measure(EmbeddedDatabase store, int count) throws Exception {
        RoundsUnderTest filled = new RoundsUnderTest(store.create());
        List<Document> heads = new ArrayList<>();
        List<Document> versions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = UUID.randomUUID().toString();
            heads.add(new Document("_id", id)
                    .append("last", 2L)
                    .append("changed", "2026-11-20T05:26Z")
                    .append("newestVersion", NEWEST));
            versions.add(new Document("_id", id + '/' + NEWEST));
            filled.logged("records/" + id, 1);
            filled.logged("records/" + id, 2);
            if (heads.size() == 10_000 || i == count - 1) {
                filled.database.getCollection("records").insertMany(heads);
                filled.database.getCollection("recordVersions").insertMany(versions);
                heads.clear();
                versions.clear();
            }
        }
        filled.project();
        DurableDatabase database = new DurableDatabase(filled.database);
        KeyedDigest key = filled.key;
        ViewSeal seal = RoundsUnderTest.seal(key);
        LoggedStreams logged = new LoggedStreams(database, seal);
        LoggedFindings findings = new LoggedFindings(database, seal);
        Clock clock = Clock.systemUTC();
        HeadRounds rounds = new HeadRounds(
                new StoredHeads(database),
                logged,
                findings,
                new CheckedViews(filled.log, logged, findings, seal),
                new RestoredEntries(filled.log),
                filled.log,
                new EventRows(filled.positions),
                filled,
                filled.lost,
                new ViewProgress(clock::instant, filled.log, filled.generations),
                filled.generations,
                new Rhythm(Duration.ZERO, 0),
                RoundsUnderTest.PATIENCE,
                Pause.AS_LONG_AS_THE_WORK,
                clock);
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = process.getProcessCpuTime();
            rounds.step();
            double seconds = (process.getProcessCpuTime() - cpu) / 1e9;
            System.out.printf(
                    "%d heads: %.1f s, of which the processor worked %.2f s: %.2f %% of a core if there is one a minute; %d findings%n",
                    count,
                    rounds.last().orElseThrow().length().toMillis() / 1000.0,
                    seconds,
                    seconds / 60 * 100,
                    rounds.findings());
        }
    }
}

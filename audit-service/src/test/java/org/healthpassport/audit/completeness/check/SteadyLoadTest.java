package org.healthpassport.audit.completeness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.completeness.emitted.ChangeMinute;
import org.healthpassport.audit.completeness.emitted.EmittedStreams;
import org.healthpassport.audit.completeness.emitted.OverdueWork;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.logged.ViewSeal;
import org.healthpassport.audit.completeness.round.LostNumbers;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.log.LogInMemory;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Projector;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.threeten.extra.MutableClock;

/** A log that grows without a pause, so that the views never have all of it; with the intervals of a real installation. */
class SteadyLoadTest {
    private static final CompletenessSettings SETTINGS = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("defaults", CompletenessSettings.class);

    /** By how much the writer is behind on purpose, and until it says so. */
    private static final Duration WRITER_LAG = Duration.ofSeconds(12);

    private static final int ON_ITS_WAY_SECONDS = 3;

    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private final LogInMemory log = new LogInMemory();
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-11-23T05:26:31Z"), ZoneOffset.UTC);
    private MongoDatabase database;
    private MissingEntries missing;
    private Projector projector;
    private ViewProgress lag;
    private CompletenessCheck check;
    private long lost = -1;
    private long second;

    @BeforeEach
    void start() {
        database = DATABASE.create();
        DurableDatabase store = new DurableDatabase(database);
        Generations generations = new Generations(store);
        LoggedStreams logged =
                new LoggedStreams(store, new ViewSeal(() -> new KeyedDigest(new byte[KeyedDigest.KEY_BYTES])));
        missing = new MissingEntries(store);
        projector = new Projector(log, generations, List.of(logged));
        lag = new ViewProgress(() -> clock.instant().minus(WRITER_LAG), log, generations);
        check = new CompletenessCheck(
                new EmittedStreams(store),
                logged,
                missing,
                new StuckStreams(store),
                new OverdueWork(store),
                new MissingCandidates(SETTINGS.patience()),
                new LostNumbers(),
                lag,
                generations,
                clock);
    }

    @Test
    void shouldNameLossWithinAMinute() throws IOException {
        // given
        pass(Duration.ofMinutes(2));
        assertThat(missing.lastCheck().orElseThrow().delayed()).isFalse();

        // when
        lost = second + 1;
        pass(Duration.ofMinutes(1));

        // then
        assertThat(missing.all()).containsOnlyKeys("patients/busy");
        assertThat(missing.all().get("patients/busy"))
                .extracting(MissingEntries.Lost::from, MissingEntries.Lost::to)
                .containsExactly(tuple(lost, lost));
    }

    @Test
    void shouldMissNothingThatIsOnItsWay() throws IOException {
        for (int minute = 0; minute < 5; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(missing.all()).isEmpty();
        }
    }

    /** Every second something is emitted, and something is logged after the views have looked. */
    private void pass(Duration time) throws IOException {
        for (int i = 0; i < time.toSeconds(); i++) {
            second++;
            database.getCollection("patients")
                    .replaceOne(
                            new Document("_id", "busy"),
                            new Document("_id", "busy")
                                    .append("last", second)
                                    .append("changed", ChangeMinute.of(clock.instant())),
                            new ReplaceOptions().upsert(true));
            while (projector.step()) {
                // The next step is the next part of the same work.
            }
            long arriving = second - ON_ITS_WAY_SECONDS;
            if (arriving > 0 && arriving != lost) {
                log.append(SampleEntries.inStream("busy", arriving));
            }
            log.append(SampleEntries.by("somebody"));
            lag.sample();
            if (second % SETTINGS.interval().toSeconds() == 0) {
                check.run();
            }
            clock.add(Duration.ofSeconds(1));
        }
    }
}

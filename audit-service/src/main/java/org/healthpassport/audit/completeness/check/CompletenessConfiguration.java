package org.healthpassport.audit.completeness.check;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.healthpassport.audit.background.BackgroundLoop;
import org.healthpassport.audit.completeness.emitted.EmittedStreams;
import org.healthpassport.audit.completeness.emitted.OverdueWork;
import org.healthpassport.audit.completeness.emitted.StoredHeads;
import org.healthpassport.audit.completeness.logged.CheckedViews;
import org.healthpassport.audit.completeness.logged.LoggedFindings;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.completeness.logged.RestoredEntries;
import org.healthpassport.audit.completeness.logged.ViewSeal;
import org.healthpassport.audit.completeness.round.HeadRounds;
import org.healthpassport.audit.completeness.round.LostNumbers;
import org.healthpassport.audit.completeness.round.Pause;
import org.healthpassport.audit.completeness.round.Rhythm;
import org.healthpassport.audit.keys.ViewKey;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.write.EventRows;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.own.OwnEntries;
import org.healthpassport.audit.projection.Generations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The check, its metrics and the loop that repeats it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CompletenessSettings.class)
class CompletenessConfiguration {
    private static final Duration ROUNDS_LOOK_EVERY = Duration.ofSeconds(1);

    @Bean
    ViewSeal viewSeal(ViewKey key) {
        return new ViewSeal(key::digest);
    }

    @Bean
    LoggedStreams loggedStreams(DurableDatabase store, ViewSeal seal) {
        return new LoggedStreams(store, seal);
    }

    @Bean
    LoggedFindings loggedFindings(DurableDatabase store, ViewSeal seal) {
        return new LoggedFindings(store, seal);
    }

    @Bean
    LostNumbers lostNumbers() {
        return new LostNumbers();
    }

    @Bean
    HeadRounds headRounds(
            DurableDatabase store,
            LoggedStreams logged,
            LoggedFindings findings,
            ViewSeal seal,
            CommittedEntries log,
            LogStore logStore,
            OwnEntries own,
            LostNumbers lost,
            ViewProgress viewProgress,
            Generations generations,
            CompletenessSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        HeadRounds rounds = new HeadRounds(
                new StoredHeads(store),
                logged,
                findings,
                new CheckedViews(log, logged, findings, seal),
                new RestoredEntries(log),
                log,
                new EventRows(logStore),
                own,
                lost,
                viewProgress,
                generations,
                new Rhythm(settings.round(), settings.idleRest()),
                settings.patience(),
                Pause.AS_LONG_AS_THE_WORK,
                clock);
        Gauge.builder("audit.findings", rounds, HeadRounds::findings)
                .description("Documents that were found not to be as the log says that they were written")
                .register(metrics);
        TimeGauge.builder(
                        "audit.completeness.round",
                        rounds,
                        TimeUnit.MILLISECONDS,
                        asked -> asked.last()
                                .map(last -> last.length().toMillis())
                                .orElse(0L))
                .description("Length of the last round over all documents")
                .register(metrics);
        return rounds;
    }

    @Bean
    MissingEntries missingEntries(DurableDatabase store) {
        return new MissingEntries(store);
    }

    @Bean
    StuckStreams stuckStreams(DurableDatabase store) {
        return new StuckStreams(store);
    }

    @Bean
    OverdueWork overdueWork(DurableDatabase store) {
        return new OverdueWork(store);
    }

    @Bean
    CompletenessCheck completenessCheck(
            DurableDatabase store,
            LoggedStreams logged,
            MissingEntries missing,
            StuckStreams stuck,
            OverdueWork owed,
            LostNumbers lost,
            ViewProgress viewProgress,
            Generations generations,
            CompletenessSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        CompletenessCheck check = new CompletenessCheck(
                new EmittedStreams(store),
                logged,
                missing,
                stuck,
                owed,
                new MissingCandidates(settings.patience()),
                lost,
                viewProgress,
                generations,
                clock);
        Gauge.builder("audit.entries.missing", check, CompletenessCheck::missingCount)
                .description("Entries that were emitted and are not in the log")
                .register(metrics);
        TimeGauge.builder(
                        "audit.completeness.age",
                        check,
                        TimeUnit.MILLISECONDS,
                        asked -> asked.age().toMillis())
                .description("Time since the last check of the log for missing entries")
                .register(metrics);
        Gauge.builder("audit.completeness.delayed", check, asked -> asked.isDelayed() ? 1 : 0)
                .description("1 while the log is too far behind to tell missing entries from late ones")
                .register(metrics);
        Gauge.builder("audit.completeness.stuck", check, CompletenessCheck::stuckCount)
                .description(
                        "Streams with something that has waited to be sent, or for a worker, for more than five minutes")
                .register(metrics);
        return check;
    }

    @Bean
    BackgroundLoop goingRound(HeadRounds rounds) {
        return new BackgroundLoop("audit-rounds", ROUNDS_LOOK_EVERY, () -> {
            rounds.step();
            return false;
        });
    }

    @Bean
    BackgroundLoop checking(CompletenessCheck check, CompletenessSettings settings) {
        return new BackgroundLoop("audit-completeness", settings.interval(), () -> {
            check.run();
            return false;
        });
    }
}

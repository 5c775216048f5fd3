package org.healthpassport.audit.completeness.check;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.healthpassport.audit.background.BackgroundLoop;
import org.healthpassport.audit.completeness.emitted.EmittedStreams;
import org.healthpassport.audit.completeness.emitted.OverdueWork;
import org.healthpassport.audit.completeness.logged.LoggedStreams;
import org.healthpassport.audit.lag.ViewProgress;
import org.healthpassport.audit.mongo.DurableDatabase;
import org.healthpassport.audit.projection.Generations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The check, its metrics and the loop that repeats it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CompletenessSettings.class)
class CompletenessConfiguration {

    @Bean
    LoggedStreams loggedStreams(DurableDatabase store) {
        return new LoggedStreams(store);
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
    BackgroundLoop checking(CompletenessCheck check, CompletenessSettings settings) {
        return new BackgroundLoop("audit-completeness", settings.interval(), () -> {
            check.run();
            return false;
        });
    }
}

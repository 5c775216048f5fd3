package org.healthpassport.audit.restore;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.healthpassport.audit.keys.KeySettings;
import org.healthpassport.audit.lease.WriterElection;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.projection.Generations;
import org.healthpassport.audit.projection.Projection;
import org.healthpassport.audit.signing.LogKeyFile;
import org.healthpassport.audit.signing.SigningSettings;
import org.healthpassport.audit.signing.WitnessSettings;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.bus.start.StartStep;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The step of a start after a restore. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestoreSettings.class)
class RestoreConfiguration {
    @Bean
    LogContinuation logContinuation(
            KeySettings keys,
            WitnessSettings witness,
            SigningSettings signing,
            LogStore store,
            CheckpointStore checkpoints,
            StoredFileCache files,
            Generations generations,
            List<Projection> views,
            Clock clock) {
        return new LogContinuation(
                LogKeyFile.folder(keys.folder()),
                witness.folder(),
                signing.origin(),
                store,
                checkpoints,
                files,
                generations,
                views,
                clock,
                step -> {});
    }

    @Bean
    StartStep restoreStep(
            RestoreSettings settings,
            LogContinuation continuation,
            WriterElection election,
            AwaitedDependency<SigningKey> logKey,
            KeySettings keys,
            LogInUse log,
            CommittedLog committed) {
        Path folder = LogKeyFile.folder(keys.folder());
        return new RestoreStep(settings.given(), continuation, election, election.takesOverWithin(), () -> {
            logKey.attempt();
            log.switchTo(LogKeyFile.logInUse(folder));
            committed.forget();
        });
    }
}

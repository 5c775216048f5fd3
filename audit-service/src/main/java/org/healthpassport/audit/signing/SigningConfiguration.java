package org.healthpassport.audit.signing;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.healthpassport.audit.keys.KeySettings;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.bus.start.AwaitedDependency;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key of the log, and the signer of its checkpoints. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SigningSettings.class, WitnessSettings.class})
class SigningConfiguration {
    @Bean
    LogInUse logInUse(KeySettings keys) {
        return new LogInUse(LogKeyFile.logInUse(LogKeyFile.folder(keys.folder())));
    }

    @Bean
    AwaitedDependency<SigningKey> logKey(
            SigningSettings settings, KeySettings keys, CheckpointStore checkpoints, LastSignedFile lastSigned) {
        Path folder = LogKeyFile.folder(keys.folder());
        String origin = settings.origin();
        return new AwaitedDependency<>(
                "MongoDB to say whether the log was signed before, as its key is missing",
                () -> keys.createMissing()
                        ? LogKeyFile.openOrCreate(
                                folder,
                                origin,
                                () -> checkpoints.published().isPresent()
                                        || lastSigned.read().isPresent())
                        : LogKeyFile.open(folder, origin));
    }

    @Bean
    LastSignedFile lastSignedFile(WitnessSettings witness, LogInUse log) {
        return new LastSignedFile(witness.folder(), log);
    }

    @Bean
    CheckpointSigner checkpointSigner(
            Supplier<SigningKey> logKey,
            CheckpointStore checkpoints,
            StoredFileCache files,
            LastSignedFile lastSigned) {
        return new CheckpointSigner(logKey, checkpoints, lastSigned, files, System::nanoTime);
    }
}

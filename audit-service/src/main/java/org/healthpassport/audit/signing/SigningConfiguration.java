package org.healthpassport.audit.signing;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.healthpassport.audit.keys.KeySettings;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.KeyFileLocation;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key of the log, and the signer of its checkpoints. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SigningSettings.class)
class SigningConfiguration {
    @Bean
    AwaitedDependency<SigningKey> logKey(SigningSettings settings, KeySettings keys, CheckpointStore checkpoints) {
        Path folder = folder(keys);
        String origin = settings.origin();
        return new AwaitedDependency<>(
                "MongoDB to say whether the log was signed before, as its key is missing",
                () -> keys.createMissing()
                        ? LogKeyFile.openOrCreate(
                                folder, origin, () -> checkpoints.published().isPresent())
                        : LogKeyFile.open(folder, origin));
    }

    @Bean
    CheckpointSigner checkpointSigner(
            Supplier<SigningKey> logKey, CheckpointStore checkpoints, StoredFileCache files, KeySettings keys) {
        LastSignedFile lastSigned = new LastSignedFile(folder(keys));
        return new CheckpointSigner(logKey, checkpoints, lastSigned, files, System::nanoTime);
    }

    private static Path folder(KeySettings keys) {
        return KeyFileLocation.folderOf(LogKeyFile.NAME, keys.folder(), "log");
    }
}

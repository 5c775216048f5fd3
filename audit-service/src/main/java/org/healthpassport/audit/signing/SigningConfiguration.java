package org.healthpassport.audit.signing;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.healthpassport.audit.AuditSettings;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.vault.key.KeyFileLocation;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key of the log and what it signs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class SigningConfiguration {
    @Bean
    AwaitedDependency<SigningKey> logKey(AuditSettings settings, CheckpointStore checkpoints) {
        Path folder = folder(settings);
        String origin = settings.audit().origin();
        return new AwaitedDependency<>(
                "MongoDB to say whether the log was signed before, as its key is missing",
                () -> settings.keys().createMissing()
                        ? LogKeyFile.openOrCreate(
                                folder, origin, () -> checkpoints.published().isPresent())
                        : LogKeyFile.open(folder, origin));
    }

    @Bean
    CheckpointSigner checkpointSigner(
            Supplier<SigningKey> logKey, CheckpointStore checkpoints, StoredFileCache files, AuditSettings settings) {
        LastSignedFile lastSigned = new LastSignedFile(folder(settings));
        return new CheckpointSigner(logKey, checkpoints, lastSigned, files, System::nanoTime);
    }

    private static Path folder(AuditSettings settings) {
        return KeyFileLocation.folderOf(LogKeyFile.NAME, settings.keys().folder(), "log");
    }
}

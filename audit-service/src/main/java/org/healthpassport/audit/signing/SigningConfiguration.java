package org.healthpassport.audit.signing;

import org.healthpassport.audit.AuditSettings;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.FullFiles;
import org.healthpassport.audit.note.SigningKey;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The key of the log and what it signs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class SigningConfiguration {
    @Bean
    SigningKey logKey(AuditSettings settings) {
        AuditSettings.Keys keys = settings.keys();
        String origin = settings.audit().origin();
        return keys.createMissing()
                ? LogKeyFile.openOrCreate(keys.folder(), origin)
                : LogKeyFile.open(keys.folder(), origin);
    }

    @Bean
    CheckpointSigner checkpointSigner(
            SigningKey logKey, CheckpointStore checkpoints, FullFiles files, AuditSettings settings) {
        LastSignedFile lastSigned = new LastSignedFile(settings.keys().folder());
        return new CheckpointSigner(logKey, checkpoints, lastSigned, files, System::nanoTime);
    }
}

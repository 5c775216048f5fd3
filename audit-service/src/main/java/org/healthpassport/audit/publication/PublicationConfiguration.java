package org.healthpassport.audit.publication;

import java.util.function.Supplier;
import org.healthpassport.audit.log.CheckpointStore;
import org.healthpassport.audit.log.CommittedLog;
import org.healthpassport.audit.log.LogInUse;
import org.healthpassport.audit.log.LogStore;
import org.healthpassport.audit.log.StoredFileCache;
import org.healthpassport.audit.note.SigningKey;
import org.healthpassport.audit.note.VerifierKey;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routes that are open to everybody, and the public part of the log's key. */
@Configuration(proxyBeanMethods = false)
class PublicationConfiguration {

    @Bean
    OpenRoute checkpoint() {
        return OpenRoute.get(PublicationController.BASE + "/checkpoint");
    }

    @Bean
    OpenRoute laterCheckpoint() {
        return OpenRoute.get(PublicationController.BASE + "/*/checkpoint");
    }

    @Bean
    OpenRoute vkey() {
        return OpenRoute.get(PublicationController.BASE + "/vkey");
    }

    @Bean
    OpenRoute laterVkey() {
        return OpenRoute.get(PublicationController.BASE + "/*/vkey");
    }

    @Bean
    OpenRoute closed() {
        return OpenRoute.get(PublicationController.BASE + "/closed");
    }

    @Bean
    OpenRoute laterClosed() {
        return OpenRoute.get(PublicationController.BASE + "/*/closed");
    }

    /** Hash tiles; of the tiles, the bundles of entries are for auditors only. */
    @Bean
    OpenRoute tiles() {
        return OpenRoute.get(PublicationController.BASE + "/tile/**");
    }

    @Bean
    OpenRoute laterTiles() {
        return OpenRoute.get(PublicationController.BASE + "/*/tile/**");
    }

    @Bean
    PublishedLogs publishedLogs(
            LogInUse log,
            CommittedLog committed,
            LogStore store,
            CheckpointStore checkpoints,
            StoredFileCache files,
            Supplier<VerifierKey> verifierKey) {
        return new PublishedLogs(log, committed, store, checkpoints, files, verifierKey);
    }

    @Bean
    Supplier<VerifierKey> verifierKey(Supplier<SigningKey> logKey) {
        return () -> logKey.get().verifier();
    }
}

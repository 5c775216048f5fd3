package org.healthpassport.qrworker;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Set;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.mongo.DurableMongoClient;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of the worker, and the one subscription that drives it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
class QrWorkerConfiguration {
    private static final Set<KeyPurpose> PURPOSES = Set.of(KeyPurpose.QR);
    private static final String DEFAULT_DATABASE = "healthpassport";
    private static final int SELECTION_TIMEOUT_MS = 2_500;
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    /** The longest wait for an answer. A command takes milliseconds; only a lost connection takes this long. */
    private static final int READ_TIMEOUT_MS = 10_000;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    AwaitedDependency<KeyEncryptionKeys> openedKeys(KeySettings settings, MongoDatabase database) {
        return new AwaitedDependency<>(
                "MongoDB to say whether a missing key was used",
                () -> settings.createMissing()
                        ? KeyFolder.openOrCreate(settings.folder(), PURPOSES, purpose -> PatientKeys.isAnyIn(database))
                        : KeyFolder.open(settings.folder(), PURPOSES));
    }

    @Bean
    KeyEncryptionKeys keyEncryptionKeys(AwaitedDependency<KeyEncryptionKeys> openedKeys) {
        return KeyEncryptionKeys.from(openedKeys);
    }

    /** Reads only durable data, whatever the connection string says, and fails within seconds if MongoDB is away. */
    @Bean
    MongoClientSettingsBuilderCustomizer durableReadsAndShortTimeouts() {
        return settings -> settings.readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(SELECTION_TIMEOUT_MS, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                        .readTimeout(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    @Bean
    MongoDatabase database(MongoClient client, MongoConnectionDetails connection) {
        String named = connection.getConnectionString().getDatabase();
        return client.getDatabase(named == null ? DEFAULT_DATABASE : named);
    }

    @Bean
    PatientKeys patientKeys(MongoDatabase database, KeyEncryptionKeys keyEncryptionKeys) {
        return new PatientKeys(database, keyEncryptionKeys);
    }

    @Bean
    EventSubscription qrCodeEvents(PatientKeys patientKeys, EventPublisher publisher, Clock clock) {
        return new EventSubscription(
                "qr-worker",
                Topics.PATIENT,
                Set.of(EventType.QR_CODE_REQUESTED),
                new QrCodeEvents(new QrCodeDrawing(patientKeys), publisher, clock));
    }
}

package org.healthpassport.qrworker;

import com.github.benmanes.caffeine.cache.Ticker;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.Set;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.mongo.DurableMongoClient;
import org.healthpassport.bus.start.AwaitedDependency;
import org.healthpassport.edge.connection.ConnectionConfiguration;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Service;
import org.healthpassport.events.Topics;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.keymanagement.EventKeys;
import org.healthpassport.keymanagement.MasterKeys;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyFolder;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.MacKeyFolder;
import org.healthpassport.vault.key.file.FileProtection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The parts of the worker, and the one subscription that drives it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeySettings.class)
@Import(ConnectionConfiguration.class)
class QrWorkerConfiguration {
    private static final Set<KeyPurpose> PURPOSES = Set.of(KeyPurpose.QR);
    private static final String DEFAULT_DATABASE = "healthpassport";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    AwaitedDependency<KeyEncryptionKeys> openedKeys(KeySettings settings, MongoDatabase database) {
        return new AwaitedDependency<>(MasterKeys.awaited(settings.masterKey()), () -> {
            FileProtection protection = MasterKeys.protection(settings.masterKey(), settings.movedFrom());
            return settings.createMissing()
                    ? KeyFolder.openOrCreate(
                            settings.folder(), PURPOSES, protection, purpose -> PatientKeys.isAnyIn(database))
                    : KeyFolder.open(settings.folder(), PURPOSES, protection);
        });
    }

    @Bean
    AwaitedDependency<MacKeyFolder> openedEventKeys(KeySettings settings) {
        return new AwaitedDependency<>(EventKeys.AWAITED, () -> {
            FileProtection protection = MasterKeys.protection(settings.masterKey(), settings.movedFrom());
            return EventKeys.open(
                    Service.QR_WORKER, settings.folder(), protection, settings.createMissing(), () -> false);
        });
    }

    @Bean
    EventMacs eventMacs(AwaitedDependency<MacKeyFolder> openedEventKeys) {
        return EventKeys.macs(Service.QR_WORKER, openedEventKeys);
    }

    @Bean
    KeyEncryptionKeys keyEncryptionKeys(AwaitedDependency<KeyEncryptionKeys> openedKeys) {
        return KeyEncryptionKeys.from(openedKeys);
    }

    @Bean
    MongoClientSettingsBuilderCustomizer durableMongoClient() {
        return DurableMongoClient::configure;
    }

    @Bean
    MongoDatabase database(MongoClient client, MongoConnectionDetails connection) {
        String named = connection.getConnectionString().getDatabase();
        return client.getDatabase(named == null ? DEFAULT_DATABASE : named);
    }

    @Bean
    PatientKeys patientKeys(MongoDatabase database, KeyEncryptionKeys keyEncryptionKeys) {
        return new PatientKeys(database, keyEncryptionKeys, Ticker.systemTicker());
    }

    @Bean
    EventSubscription qrCodeEvents(PatientKeys patientKeys, EventMacs macs, EventPublisher publisher, Clock clock) {
        return new EventSubscription(
                "qr-worker",
                Topics.PATIENT,
                Set.of(EventType.QR_CODE_REQUESTED),
                new QrCodeEvents(new QrCodeDrawing(patientKeys), macs, publisher, clock));
    }
}

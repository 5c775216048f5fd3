package org.healthpassport.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.bus.kafka.TestBus.PATIENCE;
import static org.healthpassport.bus.kafka.TestBus.publish;
import static org.healthpassport.bus.kafka.TestBus.readiness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.healthpassport.bus.EventSubscription;
import org.healthpassport.bus.start.FailureReasons;
import org.healthpassport.embedded.Login;
import org.healthpassport.embedded.broker.EmbeddedBroker;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class KafkaAccessTest {
    private static final Login LOGIN = new Login("somebody", "the-right-password");

    @TempDir
    private Path folder;

    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private final EventSubscription subscription = new EventSubscription(
            "worker", Topics.PATIENT, Set.of(EventType.DOCUMENT_RECEIVED), event -> handled.add(event.id()));

    @Test
    void shouldLogInWithEveryClientAndSayWhenKafkaRefuses(CapturedOutput output) {
        try (TestBus bus = new TestBus(new EmbeddedBroker(folder, 0, LOGIN, why -> {}));
                ConfigurableApplicationContext service = service(bus, LOGIN.password());
                ConfigurableApplicationContext refused = service(bus, "a-wrong-password")) {
            // when
            publish(service, "patient-1", "e1");

            // then
            await().atMost(PATIENCE).until(() -> handled.contains("e1"));
            assertThat(readiness(service)).isEqualTo(Status.UP);

            // and the other one is refused
            await().atMost(PATIENCE).until(() -> readiness(refused).equals(Status.DOWN));
            assertThat(output)
                    .contains("Expected Kafka to accept this service, but it refused; correct the credentials")
                    .doesNotContain("a-wrong-password", LOGIN.password());
        }
    }

    private ConfigurableApplicationContext service(TestBus bus, String password) {
        return TestBus.service(
                bus.bootstrapServers(),
                List.of(
                        "healthpassport.kafka.security-protocol=SASL_PLAINTEXT",
                        "healthpassport.kafka.sasl-mechanism=PLAIN",
                        "healthpassport.kafka.username=" + LOGIN.user(),
                        "healthpassport.kafka.password=" + password),
                subscription);
    }

    @ParameterizedTest
    @EnumSource
    void shouldQuoteUserAndPassword(SaslMechanism mechanism) {
        // given
        String password = "a \"b\" \\n c; 'd' \\";

        // when
        Map<String, String> settings =
                access("SASL_SSL", mechanism, "us\"er", password, null).clientSettings();

        // then
        assertThat(settings)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", mechanism.toString());
        JaasContext read = JaasContext.loadClientContext(
                Map.of("sasl.jaas.config", new Password(settings.get("sasl.jaas.config"))));
        assertThat(read.configurationEntries()).singleElement().satisfies(entry -> {
            assertThat(Class.forName(entry.getLoginModuleName())).isNotNull();
            assertThat(entry.getOptions()).isEqualTo(Map.of("username", "us\"er", "password", password));
        });
    }

    @Test
    void shouldTrustOnlyTheCertificatesOfTheFile() throws Exception {
        // given
        Path caFile = folder.resolve("ca.pem");
        Files.writeString(caFile, somePem());
        Path noPem = Files.writeString(folder.resolve("none.pem"), "no certificate");

        // then
        client(access("SSL", SaslMechanism.PLAIN, null, null, caFile)).close();
        assertThatThrownBy(() -> client(access("SSL", SaslMechanism.PLAIN, null, null, noPem)))
                .isInstanceOf(KafkaException.class);
    }

    @Test
    void shouldChangeNothingForAKafkaThatLetsEverybodyIn() {
        assertThat(access("PLAINTEXT", SaslMechanism.SCRAM_SHA_512, "", "", null)
                        .clientSettings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SASL_SSL,       user, ,        ,        KAFKA_PASSWORD",
        "SASL_PLAINTEXT, ,     hunter2, ,        KAFKA_USERNAME",
        "SSL,            user, hunter2, ,        KAFKA_SECURITY_PROTOCOL",
        "PLAINTEXT,      ,     hunter2, ,        KAFKA_SECURITY_PROTOCOL",
        "SASL_PLAINTEXT, user, hunter2, pom.xml, KAFKA_CA_FILE",
        "SASL_SSL,       user, hunter2, no-file, KAFKA_CA_FILE"
    })
    void shouldRefuseSettingsThatDoNotFit(String protocol, String user, String password, Path caFile, String named) {
        assertThatThrownBy(() -> access(protocol, SaslMechanism.PLAIN, user, password, caFile))
                .satisfies(failure -> assertThat(FailureReasons.of(failure))
                        .singleElement()
                        .asString()
                        .contains(named)
                        .doesNotContain("hunter2"));
    }

    @Test
    void shouldNotPrintThePassword() {
        assertThat(access("SASL_SSL", SaslMechanism.PLAIN, "user", "hunter2", null)
                        .toString())
                .contains("user")
                .doesNotContain("hunter2");
    }

    private static KafkaAccess access(
            String protocol, SaslMechanism mechanism, String user, String password, Path caFile) {
        return new KafkaAccess(
                SecurityProtocol.forName(protocol),
                mechanism,
                user,
                password,
                caFile == null ? null : caFile.toString());
    }

    private static Admin client(KafkaAccess access) {
        Map<String, Object> settings = new HashMap<>(access.clientSettings());
        settings.put("bootstrap.servers", "127.0.0.1:1");
        return Admin.create(settings);
    }

    private static String somePem() throws GeneralSecurityException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init((KeyStore) null);
        X509TrustManager certificates = (X509TrustManager) trusted.getTrustManagers()[0];
        byte[] certificate = certificates.getAcceptedIssuers()[0].getEncoded();
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(certificate));
    }
}

package org.healthpassport.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.network.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandaloneSettingsTest {

    @Test
    void shouldNeedNoSettings() {
        // when
        StandaloneSettings settings = StandaloneSettings.from(Map.of("HEALTHPASSPORT_ADMIN_PASSWORD", " "));

        // then
        assertThat(settings.dataFolder()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.witnessFolder())
                .isEqualTo(Path.of("data", "witness").toAbsolutePath());
        assertThat(settings.publicUrl()).isNull();
        assertThat(settings.administratorEmail()).isEqualTo("admin@localhost");
        assertThat(settings.administratorPassword()).isNull();
        assertThat(settings.demo()).isFalse();
        assertThat(settings.mongoDbUri()).isNull();
        assertThat(settings.kafkaBootstrapServers()).isNull();
        assertThat(settings.storageUrl())
                .isEqualTo(Path.of("data", "objects").toAbsolutePath().toUri());
        assertThat(settings.bindAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.ports())
                .containsEntry(Port.API, 8080)
                .containsEntry(Port.DOCUMENT_WORKER, 8081)
                .containsEntry(Port.QR_WORKER, 8082)
                .containsEntry(Port.AUDIT, 8083)
                .containsEntry(Port.KAFKA, 0)
                .containsEntry(Port.MONGODB, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.5", "::", "::1"})
    void shouldTakeAddressToListenOn(String address) throws Exception {
        assertThat(StandaloneSettings.from(Map.of("HEALTHPASSPORT_BIND_ADDRESS", address))
                        .bindAddress())
                .isEqualTo(InetAddress.getByName(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "example.org", "1.2.3", "999.0.0.1", "[::1]"})
    void shouldNotTakeWhatIsNoAddress(String address) {
        assertThat(catchThrowableOfType(
                                StartFailed.class,
                                () -> StandaloneSettings.from(Map.of("HEALTHPASSPORT_BIND_ADDRESS", address)))
                        .getMessage())
                .contains("HEALTHPASSPORT_BIND_ADDRESS")
                .doesNotContain(address);
    }

    @Test
    void shouldTakeWhatIsSet() {
        // when
        StandaloneSettings settings = StandaloneSettings.from(Map.of(
                "HEALTHPASSPORT_DATA_DIR", "/var/lib/health-passport",
                "HEALTHPASSPORT_PUBLIC_URL", "https://passport.example.org",
                "HEALTHPASSPORT_ADMIN_EMAIL", "root@example.org",
                "HEALTHPASSPORT_ADMIN_PASSWORD", "a password of ours",
                "MONGODB_URI", "mongodb+srv://user:secret@cluster.example.org/db",
                "KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092",
                "HEALTHPASSPORT_WITNESS_DIR", "/mnt/witness",
                "HEALTHPASSPORT_API_PORT", "0"));

        // then
        assertThat(settings.dataFolder()).isEqualTo(Path.of("/var/lib/health-passport"));
        assertThat(settings.witnessFolder()).isEqualTo(Path.of("/mnt/witness"));
        assertThat(settings.publicUrl()).isEqualTo(URI.create("https://passport.example.org"));
        assertThat(settings.administratorEmail()).isEqualTo("root@example.org");
        assertThat(settings.administratorPassword()).isEqualTo("a password of ours");
        assertThat(settings.mongoDbUri()).startsWith("mongodb+srv://");
        assertThat(settings.kafkaBootstrapServers()).isEqualTo("one:9092,two:9092");
        assertThat(settings.ports()).containsEntry(Port.API, 0);
        assertThat(settings.toString()).doesNotContain("secret", "a password of ours");
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHPASSPORT_PUBLIC_URL, passport.example.org",
        "HEALTHPASSPORT_PUBLIC_URL, https://passport.example.org/api",
        "HEALTHPASSPORT_PUBLIC_URL, https://user:secret@passport.example.org",
        "HEALTHPASSPORT_ADMIN_EMAIL, administrator",
        "HEALTHPASSPORT_ADMIN_PASSWORD, secret",
        "MONGODB_URI, http://secret",
        "KAFKA_BOOTSTRAP_SERVERS, secret",
        "STORAGE_URL, ftp://secret",
        "STORAGE_URL, not an address",
        "HEALTHPASSPORT_DEMO, yes",
        "HEALTHPASSPORT_START_PATIENCE, secret",
        "HEALTHPASSPORT_START_PATIENCE, 0s",
        "HEALTHPASSPORT_AUDIT_PORT, 65536",
        "HEALTHPASSPORT_AUDIT_PORT, -1",
        "HEALTHPASSPORT_AUDIT_PORT, 8080",
    })
    void shouldNameTheWrongSettingAndKeepItsValueToItself(String setting, String value) {
        // when
        StartFailed refusal =
                catchThrowableOfType(StartFailed.class, () -> StandaloneSettings.from(Map.of(setting, value)));

        // then
        assertThat(refusal.reasons())
                .singleElement()
                .asString()
                .startsWith(setting)
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "http://192.168.178.20:8080",
                "https://10.0.0.7",
                "http://172.16.0.1"
            })
    void shouldShowTheDemoToPrivateNetworks(String publicUrl) {
        // when
        StandaloneSettings settings =
                StandaloneSettings.from(Map.of("HEALTHPASSPORT_DEMO", "true", "HEALTHPASSPORT_PUBLIC_URL", publicUrl));

        // then
        assertThat(settings.demo()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHPASSPORT_PUBLIC_URL, https://passport.example.org",
        "HEALTHPASSPORT_PUBLIC_URL, https://10.example.org",
        "HEALTHPASSPORT_PUBLIC_URL, https://10.0.0.7.example.org",
        "HEALTHPASSPORT_PUBLIC_URL, https://172.32.0.1",
        "HEALTHPASSPORT_PUBLIC_URL, https://8.8.8.8",
        "MONGODB_URI, mongodb://db.example.org/passport",
        "HEALTHPASSPORT_SECOND_FACTOR_REQUIRED, true",
        "HEALTHPASSPORT_ADMIN_EMAIL, root@example.org",
        "HEALTHPASSPORT_ADMIN_PASSWORD, a password of ours",
        "HEALTHPASSPORT_EMAIL_CONFIRMATION, true",
    })
    void shouldKeepTheDemoAwayFromWhatIsReal(String setting, String value) {
        // when
        StartFailed refusal = catchThrowableOfType(
                StartFailed.class,
                () -> StandaloneSettings.from(Map.of("HEALTHPASSPORT_DEMO", "true", setting, value)));

        // then
        assertThat(refusal.reasons())
                .singleElement()
                .asString()
                .startsWith("HEALTHPASSPORT_DEMO")
                .contains(setting);
    }

    @Test
    void shouldKeepTheDemoInAFolderOfItsOwn() {
        assertThat(StandaloneSettings.from(Map.of("HEALTHPASSPORT_DEMO", "true"))
                        .dataFolder())
                .isEqualTo(Path.of("demo-data").toAbsolutePath());
        assertThat(StandaloneSettings.from(Map.of("HEALTHPASSPORT_DEMO", "true", "HEALTHPASSPORT_DATA_DIR", "here"))
                        .dataFolder())
                .isEqualTo(Path.of("here").toAbsolutePath());
    }

    @Test
    void shouldBringNoDemoToRealData(@TempDir Path folder) throws Exception {
        // given
        StandaloneSettings demo = in(folder, "true");
        demo.requireFolderOfTheSameKind();
        Files.createDirectory(demo.keyFolder());

        // when
        StartFailed refusal = catchThrowableOfType(StartFailed.class, demo::requireFolderOfTheSameKind);

        // then
        assertThat(refusal).hasMessageStartingWith("HEALTHPASSPORT_DEMO: the data folder " + folder);
        in(folder, "false").requireFolderOfTheSameKind();
    }

    @Test
    void shouldBringNoRealDataToADemo(@TempDir Path folder) throws Exception {
        // given
        StandaloneSettings real = in(folder, "false");
        real.requireFolderOfTheSameKind();
        Demo.in(folder);

        // when
        StartFailed refusal = catchThrowableOfType(StartFailed.class, real::requireFolderOfTheSameKind);

        // then
        assertThat(refusal).hasMessageStartingWith("The data folder " + folder).hasMessageContaining("DEMO=true");
        Files.createDirectory(real.keyFolder());
        in(folder, "true").requireFolderOfTheSameKind();
    }

    @Test
    void shouldListAllThatIsWrong() {
        // given
        Map<String, String> wrong = new HashMap<>();
        for (Port port : Port.values()) {
            wrong.put(port.setting(), "none");
        }

        // when
        StartFailed refusal = catchThrowableOfType(StartFailed.class, () -> StandaloneSettings.from(wrong));

        // then
        assertThat(refusal.reasons()).hasSize(Port.values().length);
    }

    private static StandaloneSettings in(Path folder, String demo) {
        return StandaloneSettings.from(
                Map.of("HEALTHPASSPORT_DATA_DIR", folder.toString(), "HEALTHPASSPORT_DEMO", demo));
    }
}

package org.healthpassport.objects.firebase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirebaseSettingsTest {
    private static final String URL = "firebase://my-project.firebasestorage.app";

    @TempDir
    Path folder;

    @Test
    void shouldGoToGoogleByDefault() {
        // when
        FirebaseSettings settings = settings(URL, Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/run/key.json"));

        // then
        assertThat(settings.bucket()).isEqualTo("my-project.firebasestorage.app");
        assertThat(settings.endpoint()).isNull();
        assertThat(settings.emulated()).isFalse();
        assertThat(settings.credentialsFile()).isEqualTo(Path.of("/run/key.json"));
        assertThat(settings.label()).isEqualTo("firebase:my-project.firebasestorage.app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9199", "127.0.0.1:9199", "http://127.0.0.1:9199/"})
    void shouldGoToAnEmulatorWithoutCredentials(String host) {
        // when
        FirebaseSettings settings = settings(URL, Map.of("FIREBASE_STORAGE_EMULATOR_HOST", host));

        // then
        assertThat(settings.endpoint()).isEqualTo(URI.create("http://127.0.0.1:9199"));
        assertThat(settings.emulated()).isTrue();
        assertThat(settings.label()).isEqualTo("firebase:my-project.firebasestorage.app@127.0.0.1:9199");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://storage.example.org", "http://127.0.0.1:4443", "http://localhost:4443"})
    void shouldGoToAnotherEndpointWithCredentials(String endpoint) {
        // when
        FirebaseSettings settings = settings(URL + "?endpoint=" + endpoint, Map.of());

        // then
        assertThat(settings.endpoint()).isEqualTo(URI.create(endpoint));
        assertThat(settings.emulated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?endpoint=http://192.0.2.1:4443",
                "?endpoint=ftp://127.0.0.1",
                "?endpoint=https://storage.example.org/path",
                "?endpoint=https://user:secret@storage.example.org",
                "?endpoint=storage.example.org",
                "?endpoint=",
                "?endpiont=https://storage.example.org",
                "/folder"
            })
    void shouldRefuseUrlsThatDoNotMeanWhatTheySay(String rest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(URL + rest, Map.of()))
                .withMessageStartingWith("Expected STORAGE_URL")
                .withMessageNotContaining("secret")
                .withMessageNotContaining("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"firebase://", "firebase://UPPER", "firebase://a", "firebase://user@bucket", "firebase:bucket"})
    void shouldRefuseBucketsThatGoogleDoesNotAllow(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(url, Map.of()));
    }

    @Test
    void shouldRefuseTwoPlacesAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(
                        URL + "?endpoint=https://storage.example.org",
                        Map.of("FIREBASE_STORAGE_EMULATOR_HOST", "127.0.0.1:9199")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not json", "{\"type\":\"service_account\",\"private_key\":\"secret\"}"})
    void shouldSayInOneLineThatAFileHoldsNoCredentials(String content) throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("key.json"), content);

        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open(
                        StoreUrl.of("STORAGE_URL", URI.create(URL)),
                        Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString())::get))
                .withMessage(
                        "Expected GOOGLE_APPLICATION_CREDENTIALS to name the key file of a service account, but there is no such file, or it is another one.");
    }

    @Test
    void shouldSayInOneLineThatTheFileOfCredentialsIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStores.open(
                        StoreUrl.of("STORAGE_URL", URI.create(URL)),
                        Map.of(
                                "GOOGLE_APPLICATION_CREDENTIALS",
                                folder.resolve("none").toString())::get))
                .withMessageStartingWith("Expected GOOGLE_APPLICATION_CREDENTIALS to name the key file");
    }

    private static FirebaseSettings settings(String url, Map<String, String> environment) {
        return FirebaseSettings.of(StoreUrl.of("STORAGE_URL", URI.create(url)), environment::get);
    }
}

package org.healthpassport.objects.cloudinary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.cloudinary.SignatureAlgorithm;
import java.net.URI;
import java.util.Map;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudinarySettingsTest {
    private static final StoreEnvironment NONE = name -> null;

    @Test
    void shouldReadTheFormOfTheVendor() {
        // when
        CloudinarySettings settings = settings("cloudinary://1234:Se_cr-et@my_Cloud-1", NONE);

        // then
        assertThat(settings)
                .isEqualTo(new CloudinarySettings(
                        "my_Cloud-1", "1234", "Se_cr-et", "", 10_485_760, SignatureAlgorithm.SHA1, null));
        assertThat(settings.label()).isEqualTo("cloudinary:my_Cloud-1");
    }

    @Test
    void shouldReadParametersAndEndpoint() {
        // when
        CloudinarySettings settings = settings(
                "cloudinary://1234:s%40%2Fe+t@cloud?folder=staging&maxBytes=20000000&signatureAlgorithm=sha256",
                Map.of("CLOUDINARY_UPLOAD_PREFIX", "https://api-eu.cloudinary.com/")::get);

        // then
        assertThat(settings)
                .isEqualTo(new CloudinarySettings(
                        "cloud",
                        "1234",
                        "s@/e+t",
                        "staging",
                        20_000_000,
                        SignatureAlgorithm.SHA256,
                        URI.create("https://api-eu.cloudinary.com")));
        assertThat(settings.label()).isEqualTo("cloudinary:cloud:staging@api-eu.cloudinary.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloudinary://cloud",
                "cloudinary://1234@cloud",
                "cloudinary://1234:hidden@",
                "cloudinary://:hidden@cloud",
                "cloudinary://1234:hidden@cloud/folder",
                "cloudinary://1234:hidden@cloud.example.org",
                "cloudinary://1234:hidden@cloud?folder=",
                "cloudinary://1234:hidden@cloud?folder=A",
                "cloudinary://1234:hidden@cloud?folder=a/b",
                "cloudinary://1234:hidden@cloud?maxBytes=10MB",
                "cloudinary://1234:hidden@cloud?maxBytes=48",
                "cloudinary://1234:hidden@cloud?maxBytes=-1",
                "cloudinary://1234:hidden@cloud?signatureAlgorithm=MD5",
                "cloudinary://1234:hidden@cloud?unknown=1",
            })
    void shouldRefuseWrongUrlsWithoutRepeatingThem(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url, NONE))
                .withMessageContaining("STORAGE_URL")
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("1234", "hidden"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-eu.cloudinary.com",
                "ftp://api.cloudinary.com",
                "http://api.cloudinary.com",
                "https://",
                "https://hidden@api.cloudinary.com",
                "https://api.cloudinary.com/v1_1",
                "https://api.cloudinary.com?hidden",
                "https://a b",
                "mailto:hidden",
            })
    void shouldRefuseWrongEndpoints(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        settings("cloudinary://1234:secret@cloud", Map.of("CLOUDINARY_UPLOAD_PREFIX", endpoint)::get))
                .withMessageStartingWith("Expected CLOUDINARY_UPLOAD_PREFIX to be a URL")
                .satisfies(refusal -> assertThat(refusal.toString()).doesNotContain("hidden"));
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:8080,127.0.0.1:8080", "http://localhost:1,localhost:1"})
    void shouldTakePlainHttpOfThisMachine(String endpoint, String host) {
        assertThat(settings("cloudinary://1:2@cloud", Map.of("CLOUDINARY_UPLOAD_PREFIX", endpoint)::get)
                        .label())
                .isEqualTo("cloudinary:cloud@" + host);
    }

    @Test
    void shouldNotShowSecrets() {
        assertThat(settings("cloudinary://1234:hidden@cloud", NONE))
                .hasToString("CloudinarySettings[cloudinary:cloud]");
    }

    @Test
    void shouldBeAKindOfStore() {
        // when
        try (ObjectStore store =
                ObjectStores.open(StoreUrl.of("STORAGE_URL", URI.create("cloudinary://1234:hidden@cloud")), NONE)) {

            // then
            assertThat(store.label()).isEqualTo("cloudinary:cloud");
            assertThat(store.abilities().maxObjectBytes()).isEqualTo(10_485_760 - 48);
            assertThat(store.abilities().atomicCreate()).isFalse();
        }
    }

    private static CloudinarySettings settings(String url, StoreEnvironment environment) {
        return CloudinarySettings.of(StoreUrl.of("STORAGE_URL", URI.create(url)), environment);
    }
}

package org.healthpassport.objects.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.healthpassport.objects.ObjectStores;
import org.healthpassport.objects.kind.StoreUrl;
import org.healthpassport.vault.object.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
    private static final String SUPABASE = "https://abc.storage.supabase.co/storage/v1/s3";

    @Test
    void shouldKnowABucketOfAws() {
        // when
        S3Settings settings = settings("s3://documents?region=eu-central-1");

        // then
        assertThat(settings)
                .isEqualTo(new S3Settings("documents", null, "eu-central-1", false, 10_000L * 8 * 1024 * 1024));
    }

    @Test
    void shouldKnowABucketOfSupabase() {
        // when
        S3Settings settings =
                settings("s3://documents?endpoint=%s&region=eu-west-2&maxBytes=52428800".formatted(SUPABASE));

        // then
        assertThat(settings)
                .isEqualTo(new S3Settings("documents", URI.create(SUPABASE), "eu-west-2", true, 52_428_800));
    }

    @ParameterizedTest
    @CsvSource({
        "s3://documents?region=eu-central-1, s3:documents",
        "s3://documents?endpoint=https://abc.storage.supabase.co/storage/v1/s3, s3:documents@abc.storage.supabase.co",
        "s3://documents?endpoint=http://127.0.0.1:9000, s3:documents@127.0.0.1:9000",
        "s3://documents?endpoint=http://[::1]:9000, s3:documents@::1:9000"
    })
    void shouldLabelABucketByItsNameAndHost(String url, String label) {
        assertThat(settings(url).label()).isEqualTo(label);
    }

    @Test
    void shouldTakeTheRegionFromTheEnvironmentOfAws() {
        assertThat(S3Settings.of(url("s3://documents"), Map.of("AWS_REGION", "eu-north-1")::get)
                        .region())
                .isEqualTo("eu-north-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:documents",
                "s3://documents",
                "s3://documents/below?region=eu-central-1",
                "s3://key:secret@documents?region=eu-central-1",
                "s3://d?region=eu-central-1",
                "s3://-documents?region=eu-central-1",
                "s3://documents?region=",
                "s3://documents?region=EU",
                "s3://documents?region=eu-central-1&secret=x",
                "s3://documents?endpoint=",
                "s3://documents?endpoint=planted.example.org",
                "s3://documents?endpoint=ftp://planted.example.org",
                "s3://documents?endpoint=https://key:secret@planted.example.org",
                "s3://documents?endpoint=https://planted.example.org%3Fsecret",
                "s3://documents?region=eu-central-1&pathStyle=yes",
                "s3://documents?region=eu-central-1&maxBytes=0",
                "s3://documents?region=eu-central-1&maxBytes=50MB",
                "s3://documents?region=eu-central-1&maxBytes=99999999999999999999"
            })
    void shouldRefuseUrlsThatNameNoBucketAndPlace(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url))
                .withMessageContaining("STORAGE_URL")
                .withMessageNotContainingAny("secret", "planted", "documents?");
    }

    @Test
    void shouldTakeNoMoreThanTheLargestObjectInParts() {
        assertThat(settings("s3://documents?region=eu-central-1&maxBytes=99999999999999")
                        .maxObjectBytes())
                .isEqualTo(10_000L * 8 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY, AWS_ACCESS_KEY_ID"})
    void shouldRefuseHalfOfTheCredentials(String given, String missing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Credentials.of(Map.of(given, "planted-secret")::get))
                .withMessageStartingWith("Expected %s to be set because %s is", missing, given)
                .withMessageNotContaining("planted-secret");
    }

    @Test
    void shouldBeOpenedByItsUrl() {
        // given
        Map<String, String> credentials = Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

        // when
        try (ObjectStore store = ObjectStores.open(url("s3://documents?region=eu-central-1"), credentials::get)) {

            // then
            assertThat(store.label()).isEqualTo("s3:documents");
            assertThat(store.abilities().atomicCreate()).isFalse();
        }
    }

    private static S3Settings settings(String url) {
        return S3Settings.of(url(url), name -> null);
    }

    private static StoreUrl url(String url) {
        return StoreUrl.of("STORAGE_URL", URI.create(url));
    }
}

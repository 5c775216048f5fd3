package org.healthpassport.objects.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

    @Test
    void shouldReadBucketAndParameters() {
        // given
        StoreUrl url = url("S3://Documents?endpoint=http%3A%2F%2F127.0.0.1%3A9000&pathStyle=true&empty=");

        // then
        assertThat(url.scheme()).isEqualTo("s3");
        assertThat(url.bucket()).isEqualTo("Documents");
        assertThat(url.parameter("endpoint")).isEqualTo("http://127.0.0.1:9000");
        assertThat(url.parameter("pathStyle")).isEqualTo("true");
        assertThat(url.parameter("empty")).isEmpty();
        assertThat(url.parameter("region")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:documents", "s3:///", "s3://documents/folder", "s3:/documents"})
    void shouldRefuseUrlsWithoutOneBucket(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> url(text).bucket())
                .withMessageStartingWith("Expected STORAGE_URL to name a bucket")
                .withMessageNotContaining("folder");
    }

    @Test
    void shouldRefuseUnknownParametersWithoutRepeatingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> url("s3://documents?sercet=hidden&region=eu").requireNoParametersBut(Set.of("region")))
                .withMessageContaining("region")
                .withMessageNotContaining("hidden");
    }

    @Test
    void shouldKeepItsSecretsToItself() {
        assertThat(url("cloudinary://key:hidden@cloud")).asString().doesNotContain("hidden");
    }

    @Test
    void shouldRefuseUrlsWithoutAScheme() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> url("data/objects"))
                .withMessageContaining("STORAGE_URL");
    }

    private static StoreUrl url(String text) {
        return StoreUrl.of("STORAGE_URL", URI.create(text));
    }
}

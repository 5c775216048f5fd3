package org.healthpassport.objects.cloudinary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.cloudinary.Cloudinary;
import com.cloudinary.Uploader;
import com.cloudinary.api.AuthorizationRequired;
import com.cloudinary.api.exceptions.NotFound;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cloudinary's own client, with its own transport, works with the stand-in. */
@SuppressWarnings("rawtypes")
class CloudinaryStandinTest {
    private static final Map<String, Object> RAW = Map.of("resource_type", "raw", "type", "authenticated");

    @TempDir
    Path folder;

    private CloudinaryStandin standin;
    private Cloudinary client;
    private Uploader uploader;

    @BeforeEach
    void start() throws IOException {
        standin = CloudinaryStandin.start(folder);
        client = client(CloudinaryStandin.SECRET);
        uploader = client.uploader();
    }

    @AfterEach
    void stop() {
        standin.close();
    }

    @Test
    void shouldKeepUploads() throws Exception {
        // given
        byte[] content = bytes(100_000);

        // when
        Map answer = uploader.upload(content, with("public_id", "a/b&c=d", "overwrite", false));

        // then
        assertThat(answer.get("bytes")).isEqualTo(100_000);
        assertThat(answer).doesNotContainKey("existing");
        assertThat(download("a/b&c=d").readAllBytes()).isEqualTo(content);
        assertThat(client.api().resource("a/b&c=d", RAW).get("etag")).isEqualTo(answer.get("etag"));
    }

    @Test
    void shouldLeaveAnExistingAssetAsItIs() throws Exception {
        // given
        uploader.upload(bytes(10), with("public_id", "d1"));

        // when
        Map answer = uploader.upload(bytes(20), with("public_id", "d1", "overwrite", false));

        // then
        assertThat(answer.get("existing")).isEqualTo(true);
        assertThat(download("d1").readAllBytes()).hasSize(10);
    }

    @Test
    void shouldKeepUploadsInParts() throws Exception {
        // given
        byte[] content = bytes(13_000_000);

        // when
        uploader.uploadLarge(new ByteArrayInputStream(content), with("public_id", "d1"), 6_000_000);

        // then
        assertThat(download("d1").readAllBytes()).isEqualTo(content);
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() ->
                        uploader.uploadLarge(new ByteArrayInputStream(content), with("public_id", "d2"), 5_000_000))
                .withMessageContaining("5mb");
    }

    @Test
    void shouldListPages() throws Exception {
        // given
        for (int i = 0; i < 5; i++) {
            uploader.upload(bytes(10), with("public_id", "some/d" + i));
        }

        // when
        Map first = client.api().resources(with("prefix", "some/", "max_results", 3));
        Map second = client.api()
                .resources(with("prefix", "some/", "max_results", 3, "next_cursor", first.get("next_cursor")));

        // then
        assertThat((List<?>) first.get("resources")).hasSize(3);
        assertThat((List<?>) second.get("resources")).hasSize(2);
        assertThat(second.get("next_cursor")).isNull();
        assertThat(client.api()
                        .resources(with("prefix", "none/"))
                        .apiRateLimit()
                        .getRemaining())
                .isEqualTo(497);
    }

    @Test
    void shouldDestroyOnce() throws Exception {
        // given
        uploader.upload(bytes(10), with("public_id", "d1"));

        // then
        assertThat(uploader.destroy("d1", with("invalidate", true)).get("result"))
                .isEqualTo("ok");
        assertThat(uploader.destroy("d1", with("invalidate", true)).get("result"))
                .isEqualTo("not found");
        assertThatExceptionOfType(NotFound.class).isThrownBy(() -> client.api().resource("d1", RAW));
    }

    @Test
    void shouldRefuseAnotherSecret() {
        // given
        Cloudinary stranger = client("another");

        // then
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> stranger.uploader().upload(bytes(10), with("public_id", "d1")))
                .withMessageContaining("Invalid Signature");
        assertThatExceptionOfType(AuthorizationRequired.class)
                .isThrownBy(() -> stranger.api().resources(RAW));
    }

    @Test
    void shouldRefuseAChangedAddress() throws Exception {
        // given
        uploader.upload(bytes(10), with("public_id", "d1"));
        uploader.upload(bytes(10), with("public_id", "d2"));
        String url = client.privateDownload("d1", null, RAW);

        // then
        assertThat(status(url)).isEqualTo(200);
        assertThat(status(url.replace("public_id=d1", "public_id=d2"))).isEqualTo(401);
        standin.setClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61)));
        assertThat(status(url)).isEqualTo(400);
    }

    private Cloudinary client(String secret) {
        return new Cloudinary(Map.of(
                "cloud_name",
                CloudinaryStandin.CLOUD,
                "api_key",
                CloudinaryStandin.KEY,
                "api_secret",
                secret,
                "upload_prefix",
                standin.url()));
    }

    private InputStream download(String publicId) throws Exception {
        return URI.create(client.privateDownload(publicId, null, RAW)).toURL().openStream();
    }

    private static int status(String url) throws IOException {
        return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
    }

    private static Map<String, Object> with(Object... pairs) {
        Map<String, Object> options = new HashMap<>(RAW);
        for (int i = 0; i < pairs.length; i += 2) {
            options.put((String) pairs[i], pairs[i + 1]);
        }
        return options;
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

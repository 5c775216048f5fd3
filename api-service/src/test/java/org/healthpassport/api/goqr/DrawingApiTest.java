package org.healthpassport.api.goqr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.qrcode.reading.QrReader;
import org.healthpassport.qrcode.reading.Reading.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.scheduler.Scheduler;

@Timeout(60)
class DrawingApiTest {
    private static final String PATH = "/v1/create-qr-code/";
    private static final MediaType SVG = MediaType.valueOf("image/svg+xml");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/create-qr-code/", "/v1/create-qr-code"})
    void shouldDrawForAnybodyWithAndWithoutTrailingSlash(String path) {
        ResponseSpec byAddress = get(path + "?data=Hello%20w%C3%B6rld+%26+more");
        ResponseSpec byForm = post(path, "data=Hello%20w%C3%B6rld+%26+more");

        assertThat(texts(byAddress)).containsExactly("Hello wörld & more");
        assertThat(texts(byForm)).containsExactly("Hello wörld & more");
        byAddress
                .expectHeader()
                .contentType(MediaType.IMAGE_PNG)
                .expectHeader()
                .valueEquals("Cache-Control", "private, max-age=86400, immutable")
                .expectHeader()
                .valueMatches("ETag", "\"[A-Za-z0-9_-]{43}\"");
    }

    @ParameterizedTest
    @CsvSource({"'', 200, 200", "&size=300x300, 300, 300", "&size=33x1000, 33, 1000", "&size=1000x1000, 1000, 1000"})
    void shouldDrawOfTheSizeAskedFor(String size, int width, int height) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(picture(get(PATH + "?data=x" + size))));
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({
        "color=255-0-128, 0xFFFF0080, 0xFFFFFFFF",
        "color=f08, 0xFFFF0088, 0xFFFFFFFF",
        "color=FF0080&bgcolor=00ff7f, 0xFFFF0080, 0xFF00FF7F",
        "bgcolor=1-2-3, 0xFF000000, 0xFF010203"
    })
    void shouldDrawInTheColoursAskedFor(String colours, String foreground, String background) throws IOException {
        // when
        var picture =
                ImageIO.read(new ByteArrayInputStream(picture(get(PATH + "?data=x&size=21x21&margin=0&" + colours))));

        // then
        assertThat(picture.getRGB(0, 0)).isEqualTo(Long.decode(foreground).intValue());
        assertThat(picture.getRGB(1, 1)).isEqualTo(Long.decode(background).intValue());
    }

    @Test
    void shouldLeaveMarginAndQuietZoneFree() throws IOException {
        // when
        String parameters = "?data=x&size=%1$dx%1$d&margin=6&qzone=2".formatted(12 + 25 * 3);
        var picture = ImageIO.read(new ByteArrayInputStream(picture(get(PATH + parameters))));

        // then
        assertThat(picture.getRGB(11, 12)).isEqualTo(0xFFFFFFFF);
        assertThat(picture.getRGB(12, 12)).isEqualTo(0xFF000000);
    }

    @Test
    void shouldDrawSvg() {
        // when
        ResponseSpec answer = get(PATH + "?data=x&format=svg&size=1000000x1000000&margin=50");

        // then
        assertThat(new String(picture(answer), StandardCharsets.UTF_8))
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains("width=\"1000000\"", "viewBox=\"0 0 21 21\"");
        answer.expectHeader()
                .contentType(SVG)
                .expectHeader()
                .valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff");
    }

    @Test
    void shouldPreferWhatIsInTheAddress() {
        assertThat(texts(post(PATH + "?data=address&size=300x300", "data=form&data=again&size=wrong&ecc=H")))
                .containsExactly("address");
    }

    @Test
    void shouldConvertBetweenCharacterSets() {
        assertThat(texts(get(PATH + "?data=%FC%DF&charset-source=ISO-8859-1"))).containsExactly("üß");
        assertThat(texts(get(PATH + "?data=%C3%BC&charset-target=ISO-8859-1"))).containsExactly("ü");
        problem(get(PATH + "?data=%FC"), 400, "/data");
        problem(get(PATH + "?data=%E2%82%AC&charset-target=ISO-8859-1"), 400, "/data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | /data",
                "data | /data",
                "data= | /data",
                "data=%C3 | /data",
                "data=a&data=b | /data",
                "data=a&size=9x10 | /size",
                "data=a&size=10x9 | /size",
                "data=a&size=1001x1000 | /size",
                "data=a&size=1000000x1000000 | /size",
                "data=a&size=99999999999999x200 | /size",
                "data=a&size=1000001x1000001&format=svg | /size",
                "data=a&size=-200x-200 | /size",
                "data=a&size=NaNxNaN | /size",
                "data=a&size=2e2x2e2 | /size",
                "data=a&size=200 | /size",
                "data=a&size=200x200x200 | /size",
                "data=a&size= | /size",
                "data=a&size=10x10 | /size",
                "data=a&size=200x200&size=200x200 | /size",
                "data=a&ecc=X | /ecc",
                "data=a&ecc=l | /ecc",
                "data=a&format=gif | /format",
                "data=a&format=PNG | /format",
                "data=a&color=red | /color",
                "data=a&color=256-0-0 | /color",
                "data=a&color=%23ff0000 | /color",
                "data=a&color=1-2 | /color",
                "data=a&bgcolor=ffff | /bgcolor",
                "data=a&margin=51 | /margin",
                "data=a&margin=-1 | /margin",
                "data=a&margin=30&size=90x90 | /margin",
                "data=a&qzone=101 | /qzone",
                "data=a&qzone=1.5 | /qzone",
                "data=a&charset-source=UTF-16 | /charset-source",
                "data=a&charset-target=utf8 | /charset-target"
            })
    void shouldNameTheParameterThatIsWrong(String parameters, String pointer) {
        problem(get(PATH + "?" + parameters), 400, pointer);
        problem(post(PATH, parameters), 400, pointer);
    }

    @ParameterizedTest
    @CsvSource({"data=%zz, /data", "data=%, /data", "data=a&size=%f, /size"})
    void shouldNameTheParameterThatIsNotEncodedAsItShouldBe(String form, String pointer) {
        problem(post(PATH, form), 400, pointer);
    }

    @Test
    void shouldNameAllThatIsWrongAtOnce() {
        problem(
                get(PATH + "?size=1x1&ecc=Z&format=bmp&color=x&bgcolor=y&margin=x&qzone=x&charset-source=x"),
                400,
                "/format",
                "/ecc",
                "/charset-source",
                "/data",
                "/size",
                "/color",
                "/bgcolor",
                "/margin",
                "/qzone");
    }

    @ParameterizedTest
    @CsvSource({"L, 2953", "M, 2331", "Q, 1663", "H, 1273"})
    void shouldSayWhenThereIsTooMuchData(String level, int most) {
        assertThat(texts(post(PATH, "size=1000x1000&ecc=" + level + "&data=" + "a".repeat(most))))
                .containsExactly("a".repeat(most));
        problem(post(PATH, "size=1000x1000&ecc=" + level + "&data=" + "a".repeat(most + 1)), 413);
    }

    @Test
    void shouldNotReadFormsWithoutEnd() {
        problem(post(PATH, "data=" + "a".repeat(100_000)), 413);
    }

    @Test
    void shouldTakeNoOtherBodies() {
        problem(
                api.client()
                        .post()
                        .uri(PATH)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue("{\"data\":\"x\"}")
                        .exchange(),
                415);
        problem(api.client().post().uri(PATH).exchange(), 400, "/data");
    }

    @Test
    void shouldNotSendAgainWhatTheClientHas() {
        // given
        String tag = etag(get(PATH + "?data=x"));

        // when
        ResponseSpec again = api.client()
                .get()
                .uri(PATH + "?data=x")
                .header("If-None-Match", tag)
                .exchange();
        ResponseSpec other = api.client()
                .get()
                .uri(PATH + "?data=y")
                .header("If-None-Match", tag)
                .exchange();

        // then
        again.expectStatus()
                .isNotModified()
                .expectHeader()
                .valueEquals("ETag", tag)
                .expectBody()
                .isEmpty();
        assertThat(texts(other)).containsExactly("y");
        assertThat(etag(other)).isNotEqualTo(tag);
    }

    @Test
    void shouldAskToComeBackWhenTooManyWait() throws InterruptedException {
        // given
        Scheduler scheduler = api.bean("drawingScheduler", Scheduler.class);
        CountDownLatch done = new CountDownLatch(1);
        try {
            fill(scheduler, done);

            // when
            ResponseSpec answer = get(PATH + "?data=x");

            // then
            answer.expectHeader().exists("Retry-After");
            problem(answer, 503);
        } finally {
            done.countDown();
        }
    }

    @Test
    void shouldLetOneAddressFillItsOwnQueueOnly() throws InterruptedException {
        // given
        CountDownLatch done = new CountDownLatch(1);
        Scheduler scheduler = api.bean("drawingScheduler", Scheduler.class);
        List<CompletableFuture<HttpResponse<Void>>> greedy;
        CompletableFuture<HttpResponse<Void>> other;
        try {
            occupy(scheduler, done);
            greedy =
                    Stream.generate(() -> drawing("10.9.3.1")).limit(1 + 32 + 5).toList();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            greedy.stream().filter(CompletableFuture::isDone).count() == 5);

            // when
            other = drawing("10.9.3.2");
        } finally {
            done.countDown();
        }

        // then
        assertThat(other.join().statusCode()).isEqualTo(200);
        assertThat(greedy.stream().map(answer -> answer.join().statusCode()))
                .containsOnly(200, 429)
                .filteredOn(status -> status == 429)
                .hasSize(5);
        assertThat(greedy)
                .filteredOn(answer -> answer.join().statusCode() == 429)
                .allSatisfy(answer -> assertThat(answer.join().headers().firstValue("Retry-After"))
                        .isPresent());
    }

    private static CompletableFuture<HttpResponse<Void>> drawing(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + PATH + "?data=x"))
                .header("X-Forwarded-For", address)
                .build();
        return HTTP.sendAsync(request, BodyHandlers.discarding());
    }

    @Test
    void shouldNotLogWhatIsDrawn() {
        String marker = "marker-5e1f";
        get(PATH + "?data=" + marker).expectStatus().isOk().expectBody();
        get(PATH + "?size=1&data=" + marker).expectStatus().isBadRequest().expectBody();
        assertThat(api.logged()).doesNotContain(marker);
    }

    /** Occupies the thread, and then all of the queue. */
    static void fill(Scheduler scheduler, CountDownLatch done) throws InterruptedException {
        Runnable waiting = occupy(scheduler, done);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> {
            for (int i = 0; i < 1_000; i++) {
                scheduler.schedule(waiting);
            }
        });
    }

    /** Occupies the thread, and gives the task that does so. */
    private static Runnable occupy(Scheduler scheduler, CountDownLatch done) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        Runnable waiting = () -> {
            busy.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        scheduler.schedule(waiting);
        busy.await();
        return waiting;
    }

    private static List<String> texts(ResponseSpec answer) {
        return QrReader.read(picture(answer)) instanceof Found found ? found.texts() : List.of();
    }

    private static byte[] picture(ResponseSpec answer) {
        byte[] body = answer.expectBody(byte[].class).returnResult().getResponseBody();
        return body == null ? new byte[0] : body;
    }

    private static String etag(ResponseSpec answer) {
        return String.valueOf(
                answer.returnResult(Void.class).getResponseHeaders().getETag());
    }

    private static ResponseSpec get(String address) {
        return api.client()
                .get()
                .uri(URI.create("http://127.0.0.1:" + api.port() + address))
                .exchange();
    }

    private static ResponseSpec post(String address, String form) {
        return api.client()
                .post()
                .uri(URI.create("http://127.0.0.1:" + api.port() + address))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue(form)
                .exchange();
    }

    private static void problem(ResponseSpec answer, int status, String... pointers) {
        BodyContentSpec body = answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status);
        for (int i = 0; i < pointers.length; i++) {
            body.jsonPath("$.errors[" + i + "].pointer").isEqualTo(pointers[i]);
            body.jsonPath("$.errors[" + i + "].detail").isNotEmpty();
        }
        if (pointers.length > 0) {
            body.jsonPath("$.errors.length()").isEqualTo(pointers.length);
        }
    }
}

package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.reading.QrReader;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.scheduler.Scheduler;

@Timeout(60)
class ReadingApiTest {
    private static final String PATH = "/v1/read-qr-code/";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @ParameterizedTest
    @ValueSource(strings = {"/v1/read-qr-code/", "/v1/read-qr-code", "/v1/read-qr-code/?outputformat=json"})
    void shouldReadForAnybodyWithAndWithoutTrailingSlash(String path) throws Exception {
        post(path, form(png("Grüße")))
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(String.class)
                .isEqualTo("[{\"type\":\"qrcode\",\"symbol\":[{\"seq\":0,\"data\":\"Grüße\",\"error\":null}]}]");
    }

    @Test
    void shouldJoinSeveralCodesOrSplitThem() throws Exception {
        // given
        BufferedImage wall = new BufferedImage(700, 300, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = wall.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 700, 300);
        graphics.drawImage(ImageIO.read(new ByteArrayInputStream(png("one"))), 20, 40, null);
        graphics.drawImage(ImageIO.read(new ByteArrayInputStream(png("two"))), 400, 30, null);
        graphics.dispose();
        byte[] picture = written("jpeg", wall);

        // when, then
        answer(post(PATH, form(picture)))
                .jsonPath("$[0].symbol[0].data")
                .value(data -> assertThat((String) data).isIn("one\nQR-Code:two", "two\nQR-Code:one"))
                .jsonPath("$[0].symbol.length()")
                .isEqualTo(1);
        answer(post(PATH + "?symbols=split", form(picture)))
                .jsonPath("$[0].symbol.length()")
                .isEqualTo(2)
                .jsonPath("$[0].symbol[1].seq")
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void shouldSayWhyNothingWasRead(String name, byte[] file, String error) {
        answer(post(PATH, form(file)))
                .jsonPath("$[0].symbol.length()")
                .isEqualTo(1)
                .jsonPath("$[0].symbol[0].data")
                .isEqualTo(null)
                .jsonPath("$[0].symbol[0].error")
                .isEqualTo(error);
    }

    static Stream<Arguments> unreadable() throws IOException {
        byte[] blank = written("png", new BufferedImage(50, 50, BufferedImage.TYPE_BYTE_GRAY));
        return Stream.of(
                Arguments.of("no code", blank, "could not find/read QR Code"),
                Arguments.of("damaged", Arrays.copyOf(blank, 40), "could not find/read QR Code"),
                Arguments.of("empty", new byte[0], "filetype not supported"),
                Arguments.of("text", "no picture".getBytes(US_ASCII), "filetype not supported"),
                Arguments.of("bomb", bomb(), "download error (file is too big)"),
                Arguments.of("two MiB", new byte[2 << 20], "download error (file is too big)"),
                Arguments.of("a byte too many", new byte[QrReader.MOST_BYTES + 1], "download error (file is too big)"));
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        byte[] form = (field("picture", "x") + "--b--\r\n").getBytes(US_ASCII);
        answer(post(PATH, form)).jsonPath("$[0].symbol[0].error").isEqualTo("could not find/read QR Code");
        answer(api.client().get().uri(PATH).exchange())
                .jsonPath("$[0].symbol[0].error")
                .isEqualTo("could not find/read QR Code");
    }

    @Test
    void shouldNotFetchPicturesFromElsewhere() {
        // given
        String address = "http://127.0.0.1:" + api.port() + PATH;
        byte[] form = (field("fileurl", address) + "--b--\r\n").getBytes(US_ASCII);
        String refusal = "download error (could not establish connection)";

        // when, then
        answer(post(PATH, form)).jsonPath("$[0].symbol[0].error").isEqualTo(refusal);
        answer(api.client().get().uri(PATH + "?fileurl=" + address).exchange())
                .jsonPath("$[0].symbol[0].error")
                .isEqualTo(refusal);
    }

    @Test
    void shouldNameTheOutputFormatThatIsNotSpoken() throws Exception {
        byte[] form = form(png("x"), field("outputformat", "xml"));
        for (ResponseSpec answer :
                new ResponseSpec[] {post(PATH, form), post(PATH + "?outputformat=xml", form(png("x")))}) {
            problem(answer, 400).jsonPath("$.errors[0].pointer").isEqualTo("/outputformat");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JSON", "json and more than there is room for", "jsonjsonjsonjson"})
    void shouldNameTheOutputFormatOfTheFormThatIsNotSpoken(String format) throws Exception {
        problem(post(PATH, form(png("x"), field("outputformat", format))), 400)
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/outputformat");
    }

    @Test
    void shouldTakeTheOutputFormatOfTheForm() throws Exception {
        answer(post(PATH, form(png("x"), field("outputformat", "json"))))
                .jsonPath("$[0].symbol[0].data")
                .isEqualTo("x");
    }

    @Test
    void shouldRefuseFormsOfMoreParts() throws Exception {
        post(PATH, form(png("x"), field("other", "x").repeat(15)))
                .expectStatus()
                .isOk();
        problem(post(PATH, form(png("x"), field("other", "x").repeat(16))), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "--b\r\n\r\n",
                "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b\"\r\n\r\nx\r\n--b--\r\n"
            })
    void shouldRefuseFormsThatAreNone(String form) {
        problem(post(PATH, form.getBytes(US_ASCII)), 400);
    }

    @Test
    void shouldNotTakeFormsThatEndTooSoonForFailuresOfItsOwn() {
        // given
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";

        // when
        for (String form :
                new String[] {part, part + "x", part + "x\r\n" + part + "x", part + "x\r\n--b\r\nContent-"}) {
            problem(post(PATH, form.getBytes(US_ASCII)), 400);
        }

        // then
        assertThat(api.logged()).doesNotContain("Work after the end of a request");
    }

    @Test
    void shouldReadWhileManyOthersAreSlow() throws Exception {
        // given
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                slow.add(beginning());
            }

            // then
            post(PATH, form(png("x"))).expectStatus().isOk();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Waits for 100 Continue, after which the server has begun to read the body. */
    private static Socket beginning() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.getOutputStream()
                .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                                + "Expect: 100-continue\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n")
                        .getBytes(US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 100");
        socket.getOutputStream().write("--b\r\n".getBytes(US_ASCII));
        return socket;
    }

    @Test
    void shouldTakeNoOtherBodies() throws Exception {
        problem(
                api.client()
                        .post()
                        .uri(PATH)
                        .contentType(MediaType.IMAGE_PNG)
                        .bodyValue(png("x"))
                        .exchange(),
                415);
    }

    @Test
    void shouldAskToComeBackWhenTooManyWait() throws Exception {
        // given
        Scheduler scheduler = api.bean("readingScheduler", Scheduler.class);
        CountDownLatch done = new CountDownLatch(1);
        try {
            DrawingApiTest.fill(scheduler, done);

            // when
            ResponseSpec answer = post(PATH, form(png("x")));

            // then
            answer.expectHeader().exists("Retry-After");
            problem(answer, 503);
        } finally {
            done.countDown();
        }
    }

    private static byte[] png(String text) throws Exception {
        return Drawing.square(200).png(QrSymbol.encode(text.getBytes(UTF_8), ErrorCorrection.M));
    }

    private static byte[] written(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** A picture of a code that says that it is larger. */
    private static byte[] bomb() throws IOException {
        byte[] png = written("png", new BufferedImage(50, 50, BufferedImage.TYPE_BYTE_BINARY));
        CRC32 sum = new CRC32();
        ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
        return png;
    }

    private static byte[] form(byte[] file) {
        return form(file, "");
    }

    /** Written by hand, as the client's own would read the file on its event loop. */
    private static byte[] form(byte[] file, String otherParts) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(
                (otherParts + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n")
                        .getBytes(US_ASCII));
        form.writeBytes(file);
        form.writeBytes("\r\n--b--\r\n".getBytes(US_ASCII));
        return form.toByteArray();
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static ResponseSpec post(String path, byte[] form) {
        return api.client()
                .post()
                .uri(path)
                .contentType(MediaType.parseMediaType("multipart/form-data; boundary=b"))
                .bodyValue(form)
                .exchange();
    }

    private static BodyContentSpec answer(ResponseSpec answer) {
        return answer.expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$[0].type")
                .isEqualTo("qrcode")
                .jsonPath("$[0].symbol[0].seq")
                .isEqualTo(0);
    }

    private static BodyContentSpec problem(ResponseSpec answer, int status) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status);
    }
}

package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.RawHttp.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that are refused while they still come in. */
@Timeout(60)
class EarlyRefusalTest {
    private static final String FORM = "Content-Type: " + Form.TYPE;
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String FILE = "form-data; name=\"file\"; filename=\"a.pdf\"";
    private static final long ENDLESS = 500L << 20;
    /** Bytes that fit into the buffers of both ends of a connection while nobody reads. */
    private static final long IN_BUFFERS = 64L << 20;

    private static final Duration LINGERS = Duration.ofSeconds(4);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private SignedIn patient;

    @BeforeEach
    void registerPatient() {
        patient = api.newPatient();
    }

    @Test
    void shouldRefuseByLengthWithoutReading() throws IOException {
        try (RawHttp http = new RawHttp(api.port())) {
            // when
            Answer answer =
                    http.begin(patient, FORM, "Content-Length: 100000000").answer();

            // then
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.closes()).isTrue();
            assertThat(http.endsWithin(LINGERS)).isTrue();
        }
    }

    @Test
    void shouldNotAskToContinueWhatIsRefused() throws IOException {
        try (RawHttp http = new RawHttp(api.port())) {
            // when
            Answer answer = http.begin(patient, FORM, "Content-Length: 100000000", "Expect: 100-continue")
                    .answer();

            // then
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.closes()).isTrue();
        }
    }

    @Test
    void shouldAskToContinueWhatIsTaken() throws IOException {
        byte[] form = Form.of(Pdf.ofSize(1000));
        try (RawHttp http = new RawHttp(api.port())) {
            // when, then
            http.begin(patient, FORM, "Content-Length: " + form.length, "Expect: 100-continue");
            assertThat(http.answer().status()).isEqualTo(100);
            Answer answer = http.send(form).answer();
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.closes()).isFalse();
        }
    }

    @Test
    void shouldAnswerClientThatKeepsSendingTooMuch() throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // given
            http.begin(patient, FORM, CHUNKED)
                    .sendChunk(new Form().field("type", "OTHER").upTo(FILE))
                    .sendChunk(Pdf.ofSize(100_000));

            // when
            CompletableFuture<Long> sent = http.keepSending(chunk(Pdf.ofSize(10_000)), ENDLESS);

            // then
            assertRefused(http, 413);
            assertThat(sent.get(10, TimeUnit.SECONDS))
                    .isLessThan(ApiUnderTest.MAX_DOCUMENT_BYTES + (1L << 20) + IN_BUFFERS);
        }
    }

    @Test
    void shouldAnswerClientThatKeepsSendingByLength() throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // given
            http.begin(patient, FORM, "Content-Length: " + ENDLESS);

            // when
            CompletableFuture<Long> sent = http.keepSending(new byte[10_000], ENDLESS);

            // then
            assertRefused(http, 413);
            assertThat(sent.get(10, TimeUnit.SECONDS)).isLessThan((1L << 20) + IN_BUFFERS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MZ\u0090\0\u0003\0\0\0", "<!DOCTYPE html><html>", "\u007fELF\u0002\u0001\u0001\0"})
    void shouldRefuseTypeWhileTheRestComesIn(String magic) throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // given
            http.begin(patient, FORM, CHUNKED).sendChunk(new Form().upTo(FILE));
            http.sendChunk(magic.getBytes(StandardCharsets.ISO_8859_1));

            // when
            http.keepSending(chunk(new byte[10_000]), ENDLESS);

            // then
            assertRefused(http, 415);
        }
    }

    @Test
    void shouldRefuseUnknownPartWhileItComesIn() throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // given
            http.begin(patient, FORM, CHUNKED)
                    .sendChunk(new Form().upTo("form-data; name=\"other\"; filename=\"a.pdf\""));

            // when
            http.keepSending(chunk(Pdf.ofSize(10_000)), ENDLESS);

            // then
            assertRefused(http, 400);
        }
    }

    @Test
    void shouldRefuseStrangerBeforeReading() throws Exception {
        SignedIn other = api.newPatient();
        try (RawHttp http = new RawHttp(api.port())) {
            // given
            SignedIn stranger = new SignedIn("", patient.patientId(), "", other.accessToken());

            // when
            http.begin(stranger, FORM, CHUNKED).keepSending(chunk(Pdf.ofSize(10_000)), ENDLESS);

            // then
            assertRefused(http, 404);
        }
    }

    @Test
    void shouldRefuseMissingTokenBeforeReading() throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // when
            http.begin(new SignedIn("", patient.patientId(), "", "none"), FORM, CHUNKED)
                    .keepSending(chunk(Pdf.ofSize(10_000)), ENDLESS);

            // then
            assertRefused(http, 401);
        }
    }

    @Test
    void shouldBoundWhatComesBeforeTheFirstPart() throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // when
            http.begin(patient, FORM, CHUNKED).keepSending(chunk(Pdf.ofSize(10_000)), ENDLESS);

            // then
            assertRefused(http, 413);
        }
    }

    @Test
    void shouldBoundWhatComesAfterTheLastPart() throws Exception {
        try (RawHttp http = new RawHttp(api.port())) {
            // when
            http.begin(patient, FORM, CHUNKED)
                    .sendChunk(Form.of(Pdf.ofSize(1000)))
                    .keepSending(chunk(Pdf.ofSize(10_000)), ENDLESS);

            // then
            Answer answer = http.answer();
            assertThat(answer.status()).isIn(202, 413);
            assertThat(answer.closes()).isTrue();
            assertThat(http.endsWithin(LINGERS)).isTrue();
        }
    }

    @Test
    void shouldCutClientThatDoesNotGoOn() throws IOException {
        try (RawHttp http = new RawHttp(api.port())) {
            // when
            http.begin(patient, FORM, CHUNKED).sendChunk(new Form().upTo(FILE)).sendChunk(Pdf.ofSize(10_000));

            // then
            assertRefused(http, 408);
        }
    }

    @Test
    void shouldGiveBackMemoryOfWhatIsRefused() throws Exception {
        // given
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        try {
            // when
            for (int i = 0; i < 200; i++) {
                try (RawHttp http = new RawHttp(api.port())) {
                    http.begin(patient, FORM, CHUNKED).sendChunk(new Form().upTo(FILE));
                    http.sendChunk("MZ\u0090\0\u0003\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
                    http.keepSending(chunk(new byte[10_000]), 1L << 20);
                    assertThat(http.answer().status()).isEqualTo(415);
                }
            }

            // then
            assertNothingIsLost();
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    @Test
    void shouldGiveBackMemoryOfWhatLeavesWhileItWaitsForItsTurn() throws Exception {
        // given
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        List<RawHttp> uploads = new ArrayList<>();
        try {
            // when most of them wait for the first four
            for (int i = 0; i < 100; i++) {
                RawHttp http = new RawHttp(api.port());
                uploads.add(http);
                http.begin(patient, FORM, CHUNKED).sendChunk(new Form().upTo(FILE));
                http.sendChunk(Pdf.ofSize(10_000));
                if (i % 4 == 3) {
                    http.cut();
                }
            }
            uploads.forEach(RawHttp::close);

            // then
            assertNothingIsLost();
        } finally {
            uploads.forEach(RawHttp::close);
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static void assertNothingIsLost() {
        reportWhatWasLost();
        assertThat(api.logged().split("(?=LEAK: )"))
                .filteredOn(report -> report.startsWith("LEAK: "))
                .as("lost on the server's side, as buffers of requests come through there")
                .noneMatch(report -> report.contains("LingeringClose"));
    }

    /** Lost buffers are reported at the next allocation after they were collected. */
    private static void reportWhatWasLost() {
        WeakReference<Object> collected = new WeakReference<>(new Object());
        Awaitility.await().until(() -> {
            System.gc();
            return collected.get() == null;
        });
        ByteBufAllocator.DEFAULT.directBuffer(1).release();
    }

    private static void assertRefused(RawHttp http, int status) throws IOException {
        Answer answer = http.answer();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.body()).startsWith("{").endsWith("}");
        assertThat(answer.closes()).isTrue();
        assertThat(http.endsWithin(LINGERS)).isTrue();
    }

    private static byte[] chunk(byte[] content) {
        byte[] size = (Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = Arrays.copyOf(size, size.length + content.length + 2);
        System.arraycopy(content, 0, chunk, size.length, content.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }
}

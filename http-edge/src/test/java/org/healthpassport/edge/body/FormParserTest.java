package org.healthpassport.edge.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class FormParserTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final String BOUNDARY = "--a-a--";
    private static final String FILE = "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";

    private final NettyDataBufferFactory pooled = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

    @Property(tries = 2_000)
    void shouldFindThePartsThatSpringFinds(@ForAll("forms") byte[] form, @ForAll Random cuts) {
        // given
        List<byte[]> pieces = cut(form, cuts);

        // when
        List<Part> parts = parts(new FormReader(), pieces);

        // then
        assertThat(parts)
                .isEqualTo(parts(new PartEventHttpMessageReader(), pieces))
                .isNotEmpty();
    }

    @Property(tries = 1_000)
    void shouldKeepContentsThatNearlyHaveTheBoundary(@ForAll("content") byte[] content, @ForAll Random cuts) {
        // given
        byte[] form = bytes("--" + BOUNDARY + "\r\n" + FILE, content, "\r\n--" + BOUNDARY + "--");

        // when
        List<Part> parts = parts(new FormReader(), cut(form, cuts));

        // then
        assertThat(parts).extracting(Part::content).containsExactly(new String(content, ISO_8859_1));
    }

    /** Bytes of which boundaries consist, in any order; the one that would be a boundary is taken out. */
    @Provide
    Arbitrary<byte[]> content() {
        return Arbitraries.of(
                        "\r", "\n", "\r\n", "\r\n--", "-", "a", "--a-a-", "\r\n----a-a-", "\r\n--" + BOUNDARY, "x")
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces).replace("\r\n--" + BOUNDARY, ""))
                .filter(content -> !("\r\n" + content + "\r\n--").contains("\r\n--" + BOUNDARY))
                .map(content -> content.getBytes(ISO_8859_1));
    }

    @Provide
    Arbitrary<byte[]> forms() {
        Arbitrary<String> heads = Arbitraries.of(
                "\r\n" + FILE,
                "  \r\n" + FILE,
                "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n",
                "\r\nContent-Disposition: form-data; name=\"t\"\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n",
                "\r\nContent-Disposition:form-data; name=\"\u00fc\"\r\nno header\r\nX:   y\r\nX: z\r\n\r\n",
                "\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n\r\n",
                "\r\n\r\n");
        Arbitrary<byte[]> parts = Combinators.combine(heads, content())
                .as((head, content) -> bytes("--" + BOUNDARY + head, content, "\r\n"));
        Arbitrary<String> epilogues = Arbitraries.of("", "\r\n", "\r\n--" + BOUNDARY + "\r\n" + FILE + "x");
        return Combinators.combine(
                        Arbitraries.of("", "\r\n", "preamble\r\n", "-\r\n"),
                        parts.list().ofMinSize(1).ofMaxSize(5),
                        epilogues)
                .as((preamble, list, epilogue) -> {
                    ByteArrayOutputStream form = new ByteArrayOutputStream();
                    form.writeBytes(preamble.getBytes(UTF_8));
                    list.forEach(form::writeBytes);
                    form.writeBytes(("--" + BOUNDARY + "--" + epilogue).getBytes(UTF_8));
                    return form.toByteArray();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "--" + BOUNDARY,
                "--" + BOUNDARY + "-",
                "--" + BOUNDARY + "\r\n" + FILE,
                "--" + BOUNDARY + "\r\n" + FILE + "x\r\n--" + BOUNDARY,
                "x--" + BOUNDARY + "--"
            })
    void shouldRefuseFormWithoutEnd(String form) {
        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> parts(new FormReader(), List.of(form.getBytes(UTF_8))));
    }

    @Test
    void shouldRefuseFormWithoutBoundary() {
        MockServerHttpRequest request = MockServerHttpRequest.post("/")
                .header(HttpHeaders.CONTENT_TYPE, "multipart/form-data")
                .build();
        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> events(new FormReader(), request).blockLast(WITHIN));
    }

    @Test
    void shouldRefuseMorePartsThanAllowed() {
        // given
        String part = "\r\n" + FILE + "x\r\n--" + BOUNDARY;
        String most = "--" + BOUNDARY + part.repeat(FormParser.MOST_PARTS);

        // then
        assertThat(parts(new FormReader(), List.of((most + "--").getBytes(UTF_8))))
                .hasSize(FormParser.MOST_PARTS);
        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> parts(new FormReader(), List.of((most + part + "--").getBytes(UTF_8))));
    }

    @Test
    void shouldRefuseHeadsAndFieldsThatAreTooLong() {
        // given
        String longHead = "--" + BOUNDARY + "\r\nX: " + "x".repeat(FormParser.LONGEST_HEAD);
        String longField = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n"
                + "x".repeat(FormPart.LONGEST_FIELD + 1);

        // then
        for (String form : List.of(longHead, longHead + "\r\n\r\n", longField)) {
            assertThatExceptionOfType(DataBufferLimitException.class)
                    .isThrownBy(() -> parts(new FormReader(), List.of(form.getBytes(UTF_8))));
        }
    }

    @Test
    void shouldReadHeadThatArrivesByteByByteInTimeThatItsLengthTakes() {
        // given
        byte[] form = ("--" + BOUNDARY + "\r\n" + "\r".repeat(9_000) + "\r\n" + FILE + "x\r\n--" + BOUNDARY + "--")
                .getBytes(UTF_8);
        List<byte[]> pieces = new ArrayList<>();
        for (byte one : form) {
            pieces.add(new byte[] {one});
        }

        // then
        assertThat(parts(new FormReader(), pieces)).extracting(Part::content).containsExactly("x");
    }

    @Test
    void shouldTakeNoMoreOfTheBodyThanIsAskedForAndNothingAfterTheEnd() {
        // given
        List<DataBuffer> buffers = List.of(
                pooled("--" + BOUNDARY + "\r\n" + FILE + "a"),
                pooled("b"),
                pooled("c\r\n--" + BOUNDARY + "--"),
                pooled("epilogue"));
        List<DataBuffer> taken = new ArrayList<>();
        MockServerHttpRequest request = request(Flux.fromIterable(buffers).doOnNext(taken::add));

        // then
        StepVerifier.create(events(new FormReader(), request), 0)
                .thenRequest(1)
                .consumeNextWith(event -> assertThat(taken).hasSizeLessThanOrEqualTo(2))
                .thenRequest(2)
                .expectNextCount(2)
                .verifyComplete();
        assertThat(taken).containsExactlyElementsOf(buffers.subList(0, 3));
        assertThat(taken).allMatch(FormParserTest::isReleased);
        buffers.get(3).read(new byte[1]);
    }

    @Test
    void shouldLeakNothingWhenNobodyWantsTheRest() {
        // given
        List<DataBuffer> buffers = List.of(pooled("--" + BOUNDARY + "\r\n" + FILE + "a"), pooled("b"), pooled("c"));
        List<DataBuffer> taken = new ArrayList<>();
        MockServerHttpRequest request = request(Flux.fromIterable(buffers).doOnNext(taken::add));

        // when
        events(new FormReader(), request).take(1).blockLast(WITHIN);

        // then
        assertThat(taken).isNotEmpty().allMatch(FormParserTest::isReleased);
    }

    private static boolean isReleased(DataBuffer buffer) {
        return ((NettyDataBuffer) buffer).getNativeBuffer().refCnt() == 0;
    }

    private DataBuffer pooled(String text) {
        return pooled.allocateBuffer(text.length()).write(text.getBytes(UTF_8));
    }

    /** The parts that a reader finds, each as its headers and its whole content. */
    private static List<Part> parts(HttpMessageReader<PartEvent> reader, List<byte[]> pieces) {
        Flux<DataBuffer> body = Flux.fromIterable(pieces).map(DefaultDataBufferFactory.sharedInstance::wrap);
        List<Part> parts = new ArrayList<>();
        StringBuilder content = new StringBuilder();
        events(reader, request(body))
                .doOnNext(event -> {
                    content.append(new String(BodyBytes.take(event.content()), ISO_8859_1));
                    if (event.isLast()) {
                        parts.add(Part.of(event, content.toString()));
                        content.setLength(0);
                    }
                })
                .blockLast(WITHIN);
        assertThat(content).isEmpty();
        return parts;
    }

    private static Flux<PartEvent> events(HttpMessageReader<PartEvent> reader, MockServerHttpRequest request) {
        return reader.read(ResolvableType.forClass(PartEvent.class), request, Map.of());
    }

    private static MockServerHttpRequest request(Flux<DataBuffer> body) {
        return MockServerHttpRequest.method(HttpMethod.POST, "/")
                .header(HttpHeaders.CONTENT_TYPE, "multipart/form-data; boundary=\"" + BOUNDARY + '"')
                .body(body);
    }

    private static List<byte[]> cut(byte[] form, Random random) {
        int most = 1 + random.nextInt(form.length);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < form.length; ) {
            int to = Math.min(form.length, from + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(form, from, to));
            from = to;
        }
        return pieces;
    }

    private static byte[] bytes(String before, byte[] content, String after) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(UTF_8));
        all.writeBytes(content);
        all.writeBytes(after.getBytes(UTF_8));
        return all.toByteArray();
    }

    private record Part(String kind, Map<String, List<String>> headers, String value, String content) {
        static Part of(PartEvent last, String content) {
            Map<String, List<String>> headers = new TreeMap<>();
            last.headers().forEach(headers::put);
            return last instanceof FormPartEvent field
                    ? new Part("field", headers, field.value(), content)
                    : new Part(last instanceof FilePartEvent ? "file" : "other", headers, "", content);
        }
    }
}

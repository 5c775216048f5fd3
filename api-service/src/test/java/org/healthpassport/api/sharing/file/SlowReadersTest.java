package org.healthpassport.api.sharing.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthpassport.api.sharing.SharingUnderTest.by;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.sharing.HealthLinkReader;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.request.ClientAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Readers who fetch a document of a link and then take almost none of it. */
class SlowReadersTest {
    private static final int SIZE = ApiUnderTest.MAX_DOCUMENT_BYTES;

    private static final int PATIENCE_MS = 30_000;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static HealthLinkReader link;

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final List<Socket> readers = new ArrayList<>();

    @BeforeAll
    static void share() {
        SignedIn patient = api.newPatient();
        String documentId = new UploadedDocuments(api).storedPdf(patient, SIZE);
        link = new SharingUnderTest(api)
                .newLink(patient, summaryLink("content", Map.of("documents", List.of(documentId))));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket reader : readers) {
            reader.close();
        }
    }

    @Test
    void shouldLetAnotherRecipientInBesideEightSlowReaders() throws IOException {
        // given
        String slow = document("Dr. Slow");
        String quick = document("Dr. Quick");
        int atOnce = LinkLimits.DOCUMENTS_AT_ONCE.account();
        for (int i = 0; i < atOnce; i++) {
            slowlyRead(api.port(), slow, "10.9.0.1");
            assertThat(status(readers.get(i))).isEqualTo(200);
        }
        for (int i = atOnce; i < 8; i++) {
            slowlyRead(api.port(), slow, "10.9.0.1");
        }

        // when, then
        assertThat(status(read(api.port(), quick, "10.9.0.2"))).isEqualTo(200);
        assertThat(status(read(api.port(), quick, "10.9.0.1"))).isEqualTo(200);
    }

    @Test
    void shouldCountIpv6AddressesOfANetworkTogetherAndHandOnTheSlotOfWhoLeaves() throws IOException {
        // given
        String quick = document("Dr. Quick");
        List<Disposable> others =
                fill(api.bean(LinkLimits.class), InetSocketAddress.createUnresolved("2001:db8:0:1::1", 80));

        // when
        Socket next = read(api.port(), quick, "2001:db8:0:1:ffff::1");
        next.setSoTimeout(500);

        // then
        assertThat(status(read(api.port(), quick, "2001:db8:0:2::1"))).isEqualTo(200);
        assertThatThrownBy(() -> status(next)).isInstanceOf(SocketTimeoutException.class);

        // when
        others.forEach(Disposable::dispose);
        next.setSoTimeout(PATIENCE_MS);

        // then
        assertThat(status(next)).isEqualTo(200);
    }

    @Test
    void shouldBelieveForwardedAddressesOnlyIfSetAndTellWhoWaitsTooLong() throws IOException {
        // given
        String quick = document("Dr. Quick");
        try (ApiUnderTest.Instance direct = api.anotherInstance(Map.of("server.forward-headers-strategy", "none"))) {
            List<Disposable> others =
                    fill(direct.bean(LinkLimits.class), new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));

            // when
            Socket next = read(direct.port(), quick, "10.9.2.1");

            // then
            assertThat(status(next)).isEqualTo(429);
            assertThat(new String(next.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains(
                            "Retry-After: 5",
                            "too-many-requests",
                            "waited for 5 seconds, as too many downloads from links");
            others.forEach(Disposable::dispose);
        }
    }

    /** Has each slot of an address taken by a recipient of its own. */
    private static List<Disposable> fill(LinkLimits limits, InetSocketAddress address) {
        return IntStream.range(0, LinkLimits.DOCUMENTS_AT_ONCE.address())
                .mapToObj(i -> SlotClaim.ofStranger(ClientAddress.of(address), "Dr. Slow " + i))
                .map(claim -> limits.sendingDocument(claim, Mono.never()).subscribe())
                .toList();
    }

    private String document(String recipient) {
        JsonNode manifest = sharing.opened(link, by(recipient));
        return link.decrypt(manifest.at("/files/0/embedded").asString())
                .json()
                .at("/content/0/attachment/url")
                .asString();
    }

    /** Asks several times on one connection, so that the answers are larger than the buffers on the way. */
    private void slowlyRead(int port, String url, String address) throws IOException {
        Socket reader = connect(port);
        for (int i = 0; i < 4; i++) {
            ask(reader, url, address, "keep-alive");
        }
    }

    private Socket read(int port, String url, String address) throws IOException {
        Socket reader = connect(port);
        ask(reader, url, address, "close");
        return reader;
    }

    private Socket connect(int port) throws IOException {
        Socket reader = new Socket();
        readers.add(reader);
        reader.setSoTimeout(PATIENCE_MS);
        reader.setReceiveBufferSize(4_096);
        reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return reader;
    }

    private static void ask(Socket reader, String url, String address, String connection) throws IOException {
        reader.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: test\r\nConnection: %s\r\nX-Forwarded-For: %s\r\n\r\n"
                        .formatted(URI.create(url).getPath(), connection, address)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** The status, and nothing of what follows. */
    private static int status(Socket reader) throws IOException {
        byte[] line = reader.getInputStream().readNBytes("HTTP/1.1 200".length());
        return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
    }
}

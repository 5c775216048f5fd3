package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.jspecify.annotations.Nullable;

/** A client that takes the head of an answer, and the body only when it is told to. */
public final class SlowDownload implements AutoCloseable {
    /** The right is asked about every second. */
    private static final Duration ASKED_AGAIN = Duration.ofMillis(2_500);

    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");

    private final Socket socket = new Socket();
    private final InputStream in;
    private final long length;

    /** @param who null for somebody with a link */
    public SlowDownload(ApiUnderTest api, String path, @Nullable SignedIn who) throws IOException {
        // Before the connection, so that little waits between the service and this client.
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port()));
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
        String token = who == null ? "" : "Authorization: Bearer " + who.accessToken() + "\r\n";
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + token + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head).startsWith("HTTP/1.1 200");
        Matcher announced = LENGTH.matcher(head.toString().toLowerCase(Locale.ROOT));
        assertThat(announced.find()).isTrue();
        length = Long.parseLong(announced.group(1));
    }

    /** The bytes of the body, as the head announced them. */
    public long length() {
        return length;
    }

    /** Takes nothing for so long that the service asks again. */
    public void pause() {
        await().pollDelay(ASKED_AGAIN).until(() -> true);
    }

    /** The number of bytes that still come. */
    public long rest() throws IOException {
        long count = 0;
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (SocketException reset) {
            // Broken off, which a client sees as well.
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

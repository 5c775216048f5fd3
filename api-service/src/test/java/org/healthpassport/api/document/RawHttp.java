package org.healthpassport.api.document;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.healthpassport.api.ApiUnderTest.SignedIn;

/** HTTP/1.1 by hand over a socket, for clients that behave as no library would. */
final class RawHttp implements AutoCloseable {
    private static final int ANSWER_WITHIN_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Sends the head of an upload of the patient. */
    RawHttp begin(SignedIn patient, String... headers) throws IOException {
        String head = "POST /api/patients/" + patient.patientId() + "/documents HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer " + patient.accessToken() + "\r\n"
                + Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                + "\r\n";
        return send(head.getBytes(StandardCharsets.US_ASCII));
    }

    RawHttp send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    RawHttp sendChunk(byte[] bytes) throws IOException {
        send((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        send(bytes);
        return send("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Sends the same bytes over and over on a thread of its own, until the connection ends or that many were sent.
     *
     * @return the number of bytes that were sent
     */
    CompletableFuture<Long> keepSending(byte[] bytes, long atMost) {
        return CompletableFuture.supplyAsync(() -> {
            long sent = 0;
            try {
                while (sent < atMost) {
                    out.write(bytes);
                    sent += bytes.length;
                }
            } catch (IOException ended) {
                // Which is what the caller waits for.
            }
            return sent;
        });
    }

    /** Reads one whole answer. */
    Answer answer() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new java.util.HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(status[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Waits until the server ends the connection; whatever it still sends is read. */
    boolean endsWithin(Duration atMost) throws IOException {
        socket.setSoTimeout((int) atMost.toMillis());
        try {
            return in.readAllBytes().length == 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    /** Ends the connection as a client does that was killed. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Expected a line, but the connection ended after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    record Answer(int status, Map<String, String> headers, String body) {
        boolean closes() {
            return "close".equalsIgnoreCase(headers.get("connection"));
        }
    }
}

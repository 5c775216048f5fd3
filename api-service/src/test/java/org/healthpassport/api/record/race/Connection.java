package org.healthpassport.api.record.race;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 by hand, for requests that are sent in pieces, or before the answer to the one before was read. */
final class Connection implements AutoCloseable {
    private static final int ANSWER_WITHIN_MILLIS = 60_000;
    private static final int CONTINUE = 100;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static Connection to(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
        socket.setTcpNoDelay(true);
        return new Connection(socket);
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Waits until the server wants the body; returns its answer where it does not. */
    Optional<Answer> awaitContinue() throws IOException {
        Answer answer = answer();
        return answer.status() == CONTINUE ? Optional.empty() : Optional.of(answer);
    }

    /** Reads one whole answer; fails when the connection ends before. */
    Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        if (headers.containsKey("transfer-encoding")) {
            throw new IllegalStateException("Expected an answer of known length, but it comes in chunks");
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("Expected " + length + " bytes, but the connection ended after " + body.length);
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
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

    /** @param headers by their names in lower case */
    record Answer(int status, Map<String, String> headers, String body) {
        @Override
        public String toString() {
            return status + " " + body;
        }
    }
}

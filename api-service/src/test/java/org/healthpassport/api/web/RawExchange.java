package org.healthpassport.api.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One request as it is on the line, which no HTTP client would send like this, and its answer. */
public record RawExchange(int status, List<String> headers, String body) {
    private static final int PATIENCE_MILLIS = 30_000;

    /** Sends a request without a body on a connection of its own. */
    public static RawExchange send(int port, String method, String target, String... headers) {
        StringBuilder request = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n");
        Stream.of(headers).forEach(header -> request.append(header).append("\r\n"));
        return send(port, request + "Connection: close\r\n\r\n");
    }

    /** Sends these characters, as UTF-8, and reads until the server closes the connection. */
    public static RawExchange send(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String[] answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
            List<String> head = List.of(answer[0].split("\r\n"));
            return new RawExchange(
                    Integer.parseInt(head.get(0).split(" ")[1]), head.subList(1, head.size()), answer[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<String> header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ": ";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(header -> header.substring(prefix.length()))
                .findFirst();
    }
}

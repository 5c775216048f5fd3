package org.healthpassport.objects.remote;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP line to the stand-in of a vendor's service, which can do what networks and overloaded services do. */
public final class FaultyLine implements AutoCloseable {
    private static final Fault NONE = new Fault(Kind.NONE, 0);

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Fault fault = NONE;

    private enum Kind {
        NONE,
        STATUS,
        SILENCE,
        CUT_ANSWER,
        CUT_REQUEST,
        STUCK_REQUEST
    }

    private record Fault(Kind kind, int number) {}

    private FaultyLine(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
    }

    public static FaultyLine to(int port) throws IOException {
        FaultyLine line = new FaultyLine(
                new ServerSocket(0, 200, InetAddress.getLoopbackAddress()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        inBackground(line::accept);
        return line;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Answers the next requests itself, with that status and no body. */
    public void answer(int status, int times) {
        begin(new Fault(Kind.STATUS, status), times);
    }

    /** Takes requests and never answers. */
    public void beSilent() {
        begin(new Fault(Kind.SILENCE, 0), Integer.MAX_VALUE);
    }

    /** Ends the next connections after so many bytes of the answer. */
    public void cutAnswers(int afterBytes, int times) {
        begin(new Fault(Kind.CUT_ANSWER, afterBytes), times);
    }

    /** Ends the next connections after so many bytes of the request. */
    public void cutRequests(int afterBytes, int times) {
        begin(new Fault(Kind.CUT_REQUEST, afterBytes), times);
    }

    /** Takes no more of the next connections after so many bytes, and leaves them open. */
    public void stickRequests(int afterBytes) {
        begin(new Fault(Kind.STUCK_REQUEST, afterBytes), Integer.MAX_VALUE);
    }

    public void mend() {
        begin(NONE, 0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        disconnect();
    }

    /** Connections that are open would go on without the fault. */
    private void begin(Fault next, int times) {
        faults.set(times);
        fault = next;
        disconnect();
    }

    private void disconnect() {
        sockets.forEach(FaultyLine::closeQuietly);
        sockets.clear();
    }

    private Fault next() {
        Fault now = fault;
        return now.kind() == Kind.NONE || faults.getAndUpdate(left -> Math.max(0, left - 1)) == 0 ? NONE : now;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                sockets.add(client);
                Fault now = next();
                inBackground(() -> serve(client, now));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    private void serve(Socket client, Fault now) {
        try {
            switch (now.kind()) {
                case STATUS -> answer(client, now.number());
                case SILENCE -> swallow(client.getInputStream());
                default -> connect(client, now);
            }
        } catch (IOException ended) {
            closeQuietly(client);
        }
    }

    private void connect(Socket client, Fault now) throws IOException {
        Socket upstream = new Socket();
        upstream.connect(target);
        upstream.setTcpNoDelay(true);
        sockets.add(upstream);
        boolean ofRequest = now.kind() == Kind.CUT_REQUEST || now.kind() == Kind.STUCK_REQUEST;
        long toTarget = ofRequest ? now.number() : Long.MAX_VALUE;
        long toClient = now.kind() == Kind.CUT_ANSWER ? now.number() : Long.MAX_VALUE;
        inBackground(() -> {
            pump(client, upstream, toTarget);
            if (now.kind() != Kind.STUCK_REQUEST) {
                end(client, upstream);
            }
        });
        pump(upstream, client, toClient);
        end(client, upstream);
    }

    /** Returns after so many bytes, or when one of both ends is closed. */
    private static void pump(Socket from, Socket to, long atMost) {
        long left = atMost;
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            int read = 0;
            while (left > 0 && read >= 0) {
                read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read > 0) {
                    to.getOutputStream().write(buffer, 0, read);
                    left -= read;
                }
            }
        } catch (IOException ended) {
            // That is as good as an end.
        }
    }

    private void end(Socket client, Socket upstream) {
        for (Socket socket : List.of(client, upstream)) {
            closeQuietly(socket);
            sockets.remove(socket);
        }
    }

    /** Reads the request first, or the client would see a broken connection instead of the answer. */
    private static void answer(Socket client, int status) throws IOException {
        try (client) {
            client.setSoTimeout(200);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            int read = in.read(buffer);
            if (new String(buffer, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1).contains("100-continue")) {
                client.setSoTimeout(1);
            }
            try {
                while (read >= 0 && in.available() >= 0 && read > 0) {
                    read = in.read(buffer);
                }
            } catch (IOException complete) {
                // Nothing came for a while.
            }
            out.write("HTTP/1.1 %d Fault\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .formatted(status)
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            client.shutdownOutput();
        }
    }

    private static void swallow(InputStream in) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        int read = in.read(buffer);
        while (read >= 0) {
            read = in.read(buffer);
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "faulty-line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // It is closed, as intended.
        }
    }
}

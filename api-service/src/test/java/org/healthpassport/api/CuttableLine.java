package org.healthpassport.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP line through this process that can be cut, so that a server is away without being stopped. */
public final class CuttableLine implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private CuttableLine(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static CuttableLine to(int target) throws IOException {
        CuttableLine line = new CuttableLine(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
        inBackground(line::accept);
        return line;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Ends all connections; new ones end at once until the line is mended. */
    public void cut() {
        cut = true;
        sockets.forEach(CuttableLine::closeQuietly);
        sockets.clear();
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (cut) {
                    closeQuietly(client);
                } else {
                    connect(client);
                }
            } catch (IOException lineFailed) {
                // Either this is closed, or one connection failed, which its client sees.
                continue;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket();
        upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(upstream);
        inBackground(() -> pump(client, upstream));
        inBackground(() -> pump(upstream, client));
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Both ends are closed below.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "cuttable-line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // Which is what was wanted.
        }
    }
}

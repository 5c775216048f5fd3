package org.healthpassport.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP line through this process that can be cut, so that a server is away without being stopped, or that spoils what
 * goes through.
 */
public final class CuttableLine implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile @Nullable String spoiled;

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
        spoiled = null;
    }

    /** Spoils every insert into that collection on its way, so that the server refuses it, until mended. */
    public void spoilInserts(String collection) {
        spoil("insert", collection);
    }

    /** Spoils every update of that collection on its way, so that the server refuses it, until mended. */
    public void spoilUpdates(String collection) {
        spoil("update", collection);
    }

    /** As BSON has it: the command's name, the length of the text, and the text. */
    private void spoil(String command, String collection) {
        spoiled = command + '\0' + (char) (collection.length() + 1) + "\0\0\0" + collection + '\0';
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
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                spoil(buffer, read);
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // Both ends are closed below.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** Commands are short up to the name of their collection, so that it comes in one piece. */
    private void spoil(byte[] buffer, int length) {
        String text = spoiled;
        int start = text == null ? -1 : new String(buffer, 0, length, StandardCharsets.ISO_8859_1).indexOf(text);
        if (start >= 0) {
            buffer[start] = 'x';
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

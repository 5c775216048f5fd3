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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A TCP line through this process. It can be cut, so that a server is away without being stopped, and it can corrupt
 * the commands that pass through.
 */
public final class CuttableLine implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile @Nullable String spoiled;
    private volatile @Nullable Held held;

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
        Held last = held;
        held = null;
        if (last != null) {
            last.letGo();
        }
    }

    /** Corrupts every insert into that collection on its way, so that the server refuses it, until mended. */
    public void spoilInserts(String collection) {
        spoil("insert", collection);
    }

    /** Corrupts every update of that collection on its way, so that the server refuses it, until mended. */
    public void spoilUpdates(String collection) {
        spoil("update", collection);
    }

    private void spoil(String command, String collection) {
        spoiled = asSent(command, collection);
    }

    /** Holds the next insert into that collection, and its connection, until it is let go. */
    public Held holdNextInsert(String collection) {
        return hold("insert", collection);
    }

    /** Holds the next update of that collection, and its connection, until it is let go. */
    public Held holdNextUpdate(String collection) {
        return hold("update", collection);
    }

    private Held hold(String command, String collection) {
        Held next = new Held(asSent(command, collection));
        held = next;
        return next;
    }

    /** The BSON form: the command's name, the length of the text, and the text. */
    private static String asSent(String command, String collection) {
        return command + '\0' + (char) (collection.length() + 1) + "\0\0\0" + collection + '\0';
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
                hold(buffer, read);
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

    /** Commands are short up to the name of their collection, so it comes in one piece. */
    private void spoil(byte[] buffer, int length) {
        String text = spoiled;
        int start = text == null ? -1 : indexOf(text, buffer, length);
        if (start >= 0) {
            buffer[start] = 'x';
        }
    }

    private void hold(byte[] buffer, int length) {
        Held waiting = held;
        if (waiting != null && indexOf(waiting.text, buffer, length) >= 0) {
            waiting.keep();
        }
    }

    private static int indexOf(String text, byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).indexOf(text);
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
            // It is closed, as intended.
        }
    }

    /** One command that is held. */
    public static final class Held {
        private final String text;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        private Held(String text) {
            this.text = text;
        }

        /** True once the command has come and is held. */
        public boolean isHere() {
            return arrived.getCount() == 0;
        }

        public void letGo() {
            free.countDown();
        }

        private void keep() {
            if (taken.compareAndSet(false, true)) {
                arrived.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}

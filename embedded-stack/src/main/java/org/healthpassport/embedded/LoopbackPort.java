package org.healthpassport.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on 127.0.0.1, the only address that an engine without TLS may listen on. */
public final class LoopbackPort {
    /** The address that every embedded engine listens on. */
    public static final String HOST = "127.0.0.1";

    private LoopbackPort() {}

    /**
     * The requested port, or a free one for 0.
     *
     * @param user the name of the caller, for the message
     * @throws IllegalStateException naming the port if something listens there already
     */
    public static int claim(int requested, String user) {
        try (ServerSocket probe = probe(requested, user)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to let go of a port for the " + user + ", but it failed", e);
        }
    }

    /** The same and another free port, which is a different one because both are probed at the same time. */
    public static Two claimTwo(int requested, String user) {
        try (ServerSocket first = probe(requested, user);
                ServerSocket second = probe(0, user)) {
            return new Two(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to let go of two ports for the " + user + ", but it failed", e);
        }
    }

    private static ServerSocket probe(int requested, String user) {
        try {
            ServerSocket probe = new ServerSocket();
            // As the engines bind: connections of an earlier run in TIME_WAIT are no obstacle.
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), requested));
            return probe;
        } catch (IOException e) {
            if (requested == 0) {
                throw new UncheckedIOException("Expected a free port for the " + user + ", but found none", e);
            }
            throw new IllegalStateException(
                    "Expected port " + requested + " on " + HOST + " to be free for the " + user + ", but it is in use",
                    e);
        }
    }

    /** Keeps a port that was claimed until a server listens there. */
    public static KeptPort keep(int port) {
        return KeptPort.of(new InetSocketAddress(HOST, port));
    }

    /** Two different ports that were free. */
    public record Two(int first, int second) {}
}

package org.healthpassport.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A free port that the system gives to no outgoing connection until a server of ours listens there: a socket is bound to it that
 * does not listen. A server that sets SO_REUSEADDR, as those of the JVM do, can listen nevertheless. That is so on Linux; elsewhere
 * nothing is kept.
 */
public final class KeptPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptPort.class);
    private static final boolean POSSIBLE = System.getProperty("os.name").equals("Linux");

    private final @Nullable Socket keeper;

    private KeptPort(@Nullable Socket keeper) {
        this.keeper = keeper;
    }

    /** Keeps a port, if that is possible; whoever is faster has it, and the server that is to listen there says so. */
    public static KeptPort of(InetSocketAddress address) {
        if (!POSSIBLE) {
            return new KeptPort(null);
        }
        Socket keeper = new Socket();
        try {
            keeper.setReuseAddress(true);
            keeper.bind(address);
        } catch (IOException e) {
            log.debug("Expected to keep {}, but it failed", address, e);
        }
        return new KeptPort(keeper);
    }

    @Override
    public void close() {
        try {
            if (keeper != null) {
                keeper.close();
            }
        } catch (IOException e) {
            log.debug("Expected to let go of a port, but it failed", e);
        }
    }
}

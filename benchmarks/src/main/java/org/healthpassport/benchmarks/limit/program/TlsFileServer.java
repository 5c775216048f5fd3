package org.healthpassport.benchmarks.limit.program;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's server with TLS and one file, without any check. The arguments are the key store, its password, the file. */
public final class TlsFileServer {
    public static final String PATH = "/file";

    private TlsFileServer() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path file = Path.of(arguments[2]);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                TlsKey.read(Path.of(arguments[0]), arguments[1]).serverContext()));
        server.createContext(PATH, exchange -> {
            exchange.sendResponseHeaders(200, Files.size(file));
            Files.copy(file, exchange.getResponseBody());
            exchange.close();
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
        ServerProcess.serveUntilAbandoned(server.getAddress().getPort());
        server.stop(0);
        threads.shutdownNow();
    }
}

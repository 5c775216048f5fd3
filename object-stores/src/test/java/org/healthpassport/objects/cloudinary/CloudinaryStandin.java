package org.healthpassport.objects.cloudinary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.healthpassport.objects.kind.StoreEnvironment;

/**
 * A server on loopback that does as Cloudinary's reference of the Upload API and of the Admin API says, for raw assets:
 * upload, upload in parts, download, destroy, list, get. It checks signatures, times and sizes, and can say no.
 */
public final class CloudinaryStandin implements AutoCloseable {
    public static final String CLOUD = "standin";
    public static final String KEY = "123456789012345";
    public static final String SECRET = "abcdefghijklmnopqrstuvwxyz1";

    static {
        // Otherwise every answer waits 40 ms for the acknowledgement of its own header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final StandinRules rules = new StandinRules();

    private CloudinaryStandin(HttpServer server) {
        this.server = server;
    }

    /** @param folder keeps the assets; another stand-in that starts with it has them too */
    public static CloudinaryStandin start(Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        CloudinaryStandin standin = new CloudinaryStandin(server);
        StandinAssets assets = new StandinAssets(folder);
        StandinUploads uploads = new StandinUploads(assets, standin.rules);
        StandinReads reads = new StandinReads(assets, standin.rules);
        server.createContext("/v1_1/", exchange -> {
            standin.rules.connections.add(exchange.getRemoteAddress());
            try {
                answer(exchange, uploads, reads, standin.rules);
            } catch (StandinRefusal refusal) {
                refusal.sendTo(exchange);
            } finally {
                exchange.close();
            }
        });
        server.setExecutor(standin.threads);
        server.start();
        return standin;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The server, as CLOUDINARY_UPLOAD_PREFIX names it. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** As {@code STORAGE_URL}, with a limit of 1 GB a file. */
    public String storageUrl() {
        return "cloudinary://%s:%s@%s?maxBytes=1000000000".formatted(KEY, SECRET, CLOUD);
    }

    public StoreEnvironment environment() {
        return Map.of("CLOUDINARY_UPLOAD_PREFIX", url())::get;
    }

    /** The clock by which requests are found to be late. */
    public void setClock(Clock clock) {
        rules.clock = clock;
    }

    /** Files of more bytes are refused. */
    public void limitFiles(long bytes) {
        rules.maxFileBytes = bytes;
    }

    /** The number of calls of the Admin API so far. */
    public int adminCalls() {
        return rules.adminCalls.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, StandinUploads uploads, StandinReads reads, StandinRules rules)
            throws IOException {
        // "", "v1_1", cloud, resource type or "resources", action or resource type, ...
        String[] path = exchange.getRequestURI().getRawPath().split("/", 7);
        if (path.length < 5) {
            throw new StandinRefusal(404, "Not found");
        }
        if (!path[2].equals(rules.cloud)) {
            throw new StandinRefusal(401, "Invalid cloud_name " + path[2]);
        }
        switch (exchange.getRequestMethod() + " " + path[path[3].equals("resources") ? 3 : 4]) {
            case "POST upload" -> uploads.upload(exchange, path[3]);
            case "POST destroy" -> uploads.destroy(exchange, path[3]);
            case "GET download" -> reads.download(exchange, path[3]);
            case "GET resources" -> reads.resources(exchange, path);
            default -> throw new StandinRefusal(404, "Not found");
        }
    }
}

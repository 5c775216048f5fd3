package org.healthpassport.objects.firebase;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.objects.kind.StoreEnvironment;

/**
 * Stands for Firebase Storage: the JSON API of Google Cloud Storage as far as the adapter uses it, and the token server
 * of its service account, on loopback. It keeps its objects in a folder.
 */
public final class FirebaseStandin implements AutoCloseable {
    /** The bucket that the service account may use. */
    public static final String BUCKET = "stand-in.firebasestorage.app";
    /** A bucket that exists and belongs to somebody else. */
    static final String BUCKET_OF_A_STRANGER = "somebody-else.firebasestorage.app";

    /** Pages are short, as a server may give less than it was asked for. */
    private static final int PAGE = 3;

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "firebase-stand-in");
        thread.setDaemon(true);
        return thread;
    });
    private final Path keyFile;
    private final StandinBucket bucket;
    private final StandinUploads uploads;
    private final StandinTokens tokens;
    private final boolean emulator;
    private final Set<String> authorizations = ConcurrentHashMap.newKeySet();

    private FirebaseStandin(Path folder, boolean emulator) throws IOException {
        this.emulator = emulator;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        this.bucket = new StandinBucket(BUCKET, folder.resolve("objects"));
        this.uploads = new StandinUploads(bucket, folder.resolve("uploads"));
        this.tokens = new StandinTokens(url() + "/token");
        this.keyFile = folder.resolve("service-account.json");
        tokens.writeKeyFile(keyFile);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Starts a server that asks for credentials, with the objects that a folder already has. */
    public static FirebaseStandin start(Path folder) throws IOException {
        return new FirebaseStandin(folder, false);
    }

    /** Starts a server that asks for no credentials, as emulators do. */
    public static FirebaseStandin startAsEmulator(Path folder) throws IOException {
        return new FirebaseStandin(folder, true);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The URL of its bucket as {@code STORAGE_URL} wants it. */
    public String storageUrl() {
        return "firebase://" + BUCKET + (emulator ? "" : "?endpoint=" + url());
    }

    /** The settings that stand beside that URL. */
    public Map<String, String> settings() {
        return emulator
                ? Map.of(FirebaseSettings.EMULATOR, url())
                : Map.of(FirebaseSettings.CREDENTIALS, keyFile.toString());
    }

    /** As {@link #settings}. */
    public StoreEnvironment environment() {
        return settings()::get;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    Path keyFile() {
        return keyFile;
    }

    StandinBucket bucket() {
        return bucket;
    }

    StandinUploads uploads() {
        return uploads;
    }

    StandinTokens tokens() {
        return tokens;
    }

    /** The authorizations that clients sent. */
    Set<String> authorizations() {
        return authorizations;
    }

    void runAheadBy(Duration ahead) {
        tokens.useClock(Clock.offset(Clock.systemUTC(), ahead));
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            StandinCall call = new StandinCall(exchange);
            if (call.segment(0).equals("token")) {
                tokens.answer(call);
            } else if (isAllowed(call)) {
                answer(call);
            }
        } catch (IOException gone) {
            // The client left; it will come again.
        }
    }

    private boolean isAllowed(StandinCall call) throws IOException {
        String authorization = call.header("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        String of = call.segment(0).equals("storage") ? call.segment(3) : call.segment(4);
        if (!emulator && !tokens.isValid(authorization)) {
            call.refuse(401, "authError");
        } else if (of.equals(BUCKET_OF_A_STRANGER)) {
            call.refuse(403, "forbidden");
        } else if (!of.equals(BUCKET)) {
            call.refuse(404, "notFound");
        } else {
            return true;
        }
        return false;
    }

    private void answer(StandinCall call) throws IOException {
        if (call.segment(0).equals("upload")) {
            if (call.method().equals("POST")) {
                uploads.begin(call);
            } else {
                uploads.put(call);
            }
            return;
        }
        String name = call.segment(0).equals("storage") ? call.segment(5) : call.segment(6);
        switch (call.method()) {
            case "GET" -> {
                if (name.isEmpty()) {
                    list(call);
                } else {
                    get(call, name);
                }
            }
            case "DELETE" -> {
                if (bucket.delete(name)) {
                    call.answer(204);
                } else {
                    call.refuse(404, "notFound");
                }
            }
            default -> call.refuse(405, "methodNotAllowed");
        }
    }

    private void list(StandinCall call) throws IOException {
        String after = Optional.ofNullable(call.parameter("pageToken")).orElse("");
        String prefix = Optional.ofNullable(call.parameter("prefix")).orElse("");
        List<StandinObject> found = bucket.list(prefix, after, PAGE + 1);
        JsonObject answer = new JsonObject();
        answer.addProperty("kind", "storage#objects");
        JsonArray items = new JsonArray();
        found.stream().limit(PAGE).forEach(object -> items.add(object.resource()));
        answer.add("items", items);
        if (found.size() > PAGE) {
            answer.addProperty("nextPageToken", found.get(PAGE - 1).name());
        }
        call.answer(200, answer);
    }

    private void get(StandinCall call, String name) throws IOException {
        String generation = call.parameter("generation");
        Optional<StandinObject> found = bucket.find(name)
                .filter(object -> generation == null || generation.equals(Long.toString(object.generation())));
        if (found.isEmpty()) {
            call.refuse(404, "notFound");
        } else if ("media".equals(call.parameter("alt"))) {
            download(call, found.get());
        } else {
            call.answer(200, found.get().resource());
        }
    }

    private void download(StandinCall call, StandinObject object) throws IOException {
        try (FileChannel file = FileChannel.open(bucket.bytes(object))) {
            Matcher range =
                    RANGE.matcher(Optional.ofNullable(call.header("Range")).orElse(""));
            boolean partial = range.matches();
            long from = partial ? Long.parseLong(range.group(1)) : 0;
            long to = partial && !range.group(2).isEmpty()
                    ? Math.min(Long.parseLong(range.group(2)) + 1, file.size())
                    : file.size();
            if (partial && from >= file.size()) {
                call.refuse(416, "requestedRangeNotSatisfiable");
                return;
            }
            call.with("x-goog-generation", Long.toString(object.generation()))
                    .with("x-goog-stored-content-length", Long.toString(object.size()))
                    .with("x-goog-hash", "crc32c=" + object.crc32c())
                    .with("Content-Type", "application/octet-stream");
            if (partial) {
                call.with("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, file.size()));
            }
            try (OutputStream body = call.answer(partial ? 206 : 200, to - from)) {
                long sent = from;
                while (sent < to) {
                    sent += file.transferTo(sent, Math.min(to - sent, 64 * 1024), Channels.newChannel(body));
                }
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            call.refuse(404, "notFound");
        }
    }
}

package org.healthpassport.objects.firebase;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads: a session, chunks of a multiple of 256 KiB, of which the server may keep less than it was sent, and
 * with the last one the object, if the precondition holds then.
 */
final class StandinUploads {
    private static final int UNIT = 256 * 1024;
    private static final Pattern RANGE = Pattern.compile("bytes (?:\\*|(\\d+)-(\\d+))/(?:\\*|(\\d+))");

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final StandinBucket bucket;
    private final Path folder;
    private volatile int keptOfChunks = Integer.MAX_VALUE;
    private volatile int forgetting;
    private volatile boolean damaging;
    private volatile @Nullable CountDownLatch stalled;

    private static final class Session {
        private final JsonObject described;
        private final boolean onlyIfNone;
        private final Path file;
        private long kept;
        private @Nullable StandinObject created;

        private Session(JsonObject described, boolean onlyIfNone, Path file) {
            this.described = described;
            this.onlyIfNone = onlyIfNone;
            this.file = file;
        }
    }

    StandinUploads(StandinBucket bucket, Path folder) throws IOException {
        this.bucket = bucket;
        this.folder = Files.createDirectories(folder);
    }

    /** Keeps at most so many units of 256 KiB of the next chunks, except of the last one of an upload. */
    void keepOfChunks(int units) {
        keptOfChunks = units * UNIT;
    }

    /** Answers that status to all but the first chunk of an upload, as if nobody knew it; 0 ends that. */
    void forgetWith(int status) {
        forgetting = status;
    }

    /** Changes a byte of each chunk, as if a network had. */
    void damageChunks() {
        damaging = true;
    }

    /** Takes chunks and never reads them, until {@link #goOn}. */
    void stall() {
        stalled = new CountDownLatch(1);
    }

    void goOn() {
        CountDownLatch waited = stalled;
        stalled = null;
        if (waited != null) {
            waited.countDown();
        }
    }

    private void awaitGoingOn() throws IOException {
        CountDownLatch waited = stalled;
        if (waited != null) {
            try {
                waited.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    void begin(StandinCall call) throws IOException {
        JsonObject described = call.json();
        String name = call.parameter("name");
        if (name != null) {
            described.addProperty("name", name);
        }
        boolean onlyIfNone = "0".equals(call.parameter("ifGenerationMatch"));
        if (onlyIfNone && bucket.find(described.get("name").getAsString()).isPresent()) {
            call.refuse(412, "conditionNotMet");
            return;
        }
        String id = UUID.randomUUID().toString();
        sessions.put(id, new Session(described, onlyIfNone, folder.resolve(id)));
        call.with(
                        "Location",
                        call.origin() + "/upload/storage/v1/b/" + call.segment(4) + "/o?uploadType=resumable&upload_id="
                                + id)
                .answer(200);
    }

    void put(StandinCall call) throws IOException {
        Session session = sessions.get(String.valueOf(call.parameter("upload_id")));
        Matcher range = RANGE.matcher(String.valueOf(call.header("Content-Range")));
        if (session == null || !range.matches()) {
            call.refuse(session == null ? 404 : 400, "invalid");
            return;
        }
        awaitGoingOn();
        synchronized (session) {
            if (forgetting != 0 && session.kept > 0) {
                call.refuse(forgetting, "notFound");
                return;
            }
            if (session.created != null) {
                call.answer(200, session.created.resource());
                return;
            }
            long total = range.group(3) == null ? -1 : Long.parseLong(range.group(3));
            if (range.group(1) != null) {
                long from = Long.parseLong(range.group(1));
                long length = Long.parseLong(range.group(2)) + 1 - from;
                if (from > session.kept || (total < 0 && length % UNIT != 0)) {
                    call.refuse(from > session.kept ? 503 : 400, "invalid");
                    return;
                }
                keep(call, session, from, length, total < 0);
            }
            if (total >= 0 && session.kept == total) {
                complete(call, session);
            } else {
                if (session.kept > 0) {
                    call.with("Range", "bytes=0-" + (session.kept - 1));
                }
                call.answer(308);
            }
        }
    }

    /** A connection that ends too early brings what came until then, in whole units. */
    private void keep(StandinCall call, Session session, long from, long length, boolean more) throws IOException {
        long atMost = more ? Math.min(length, keptOfChunks) : length;
        long received = 0;
        try (RandomAccessFile file = new RandomAccessFile(session.file.toFile(), "rw")) {
            InputStream body = call.body();
            byte[] buffer = new byte[64 * 1024];
            file.seek(from);
            int read = body.read(buffer);
            while (read >= 0) {
                if (damaging) {
                    buffer[0] ^= 1;
                }
                file.write(buffer, 0, read);
                received += read;
                read = body.read(buffer);
            }
        } catch (IOException cut) {
            session.kept = Math.max(session.kept, from + received / UNIT * UNIT);
            throw cut;
        }
        long whole = received == length ? Math.min(received, atMost) : received / UNIT * UNIT;
        session.kept = Math.max(session.kept, from + whole);
    }

    private void complete(StandinCall call, Session session) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(session.file.toFile(), "rw")) {
            file.setLength(session.kept);
        }
        String crc32c = crc32c(session.file);
        String announced = call.header("x-goog-hash");
        if (announced != null && !announced.equals("crc32c=" + crc32c)) {
            call.refuse(400, "invalid");
            return;
        }
        Optional<StandinObject> created = bucket.commit(session.described, session.file, crc32c, session.onlyIfNone);
        if (created.isEmpty()) {
            call.refuse(412, "conditionNotMet");
            return;
        }
        session.created = created.get();
        call.answer(200, created.get().resource());
    }

    private static String crc32c(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
            }
        }
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}

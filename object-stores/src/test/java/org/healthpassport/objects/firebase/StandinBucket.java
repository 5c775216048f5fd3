package org.healthpassport.objects.firebase;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The objects of the stand-in in a folder: a file of bytes and one of metadata for each, by generation. */
final class StandinBucket {
    private static final String METADATA = ".json";
    private static final String BYTES = ".bytes";

    private final String bucket;
    private final Path folder;
    private final TreeMap<String, StandinObject> objects = new TreeMap<>();
    private long lastGeneration;

    StandinBucket(String bucket, Path folder) throws IOException {
        this.bucket = bucket;
        this.folder = Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(found -> found.toString().endsWith(METADATA)).toList()) {
                StandinObject object = new StandinObject(
                        JsonParser.parseString(Files.readString(file)).getAsJsonObject());
                objects.put(object.name(), object);
                lastGeneration = Math.max(lastGeneration, object.generation());
            }
        }
    }

    synchronized Optional<StandinObject> find(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    /** The objects behind a name, in order. */
    synchronized List<StandinObject> list(String prefix, String after, int atMost) {
        return objects.tailMap(after, false).values().stream()
                .filter(object -> object.name().startsWith(prefix))
                .limit(atMost)
                .toList();
    }

    /** Makes an object of a file of bytes; empty if there is one and there must not be. */
    synchronized Optional<StandinObject> commit(JsonObject described, Path bytes, String crc32c, boolean onlyIfNone)
            throws IOException {
        String name = described.get("name").getAsString();
        if (onlyIfNone && objects.containsKey(name)) {
            return Optional.empty();
        }
        delete(name);
        Instant now = Instant.now();
        lastGeneration = Math.max(lastGeneration + 1, now.toEpochMilli() * 1000);
        JsonObject resource = described.deepCopy();
        resource.addProperty("kind", "storage#object");
        resource.addProperty("bucket", bucket);
        resource.addProperty("generation", Long.toString(lastGeneration));
        resource.addProperty("metageneration", "1");
        resource.addProperty("size", Long.toString(Files.size(bytes)));
        resource.addProperty("crc32c", crc32c);
        resource.addProperty("timeCreated", now.toString());
        resource.addProperty("updated", now.toString());
        StandinObject object = new StandinObject(resource);
        Files.move(bytes, bytes(object), StandardCopyOption.REPLACE_EXISTING);
        Path metadata = Files.createTempFile(folder, "new", ".part");
        Files.writeString(metadata, resource.toString());
        Files.move(metadata, metadata(object), StandardCopyOption.ATOMIC_MOVE);
        objects.put(name, object);
        return Optional.of(object);
    }

    synchronized boolean delete(String name) throws IOException {
        StandinObject object = objects.remove(name);
        if (object == null) {
            return false;
        }
        Files.deleteIfExists(metadata(object));
        Files.deleteIfExists(bytes(object));
        return true;
    }

    /** Changes what is stored, as an attacker or a rotten disk could. */
    synchronized void change(String name, Consumer<JsonObject> change) {
        change.accept(objects.get(name).resource());
    }

    Path bytes(StandinObject object) {
        return folder.resolve(object.generation() + BYTES);
    }

    private Path metadata(StandinObject object) {
        return folder.resolve(object.generation() + METADATA);
    }
}

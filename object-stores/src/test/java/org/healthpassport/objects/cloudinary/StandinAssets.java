package org.healthpassport.objects.cloudinary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloudinary.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** The assets of the stand-in, each a file that appears as a whole; a slash of a public id becomes a tilde. */
final class StandinAssets {
    private final Path folder;

    StandinAssets(Path folder) {
        this.folder = folder;
    }

    record Key(String resourceType, String type, String publicId) {}

    byte @Nullable [] get(Key key) throws IOException {
        try {
            return Files.readAllBytes(file(key));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void put(Key key, byte[] content) throws IOException {
        Files.createDirectories(file(key).getParent());
        Path part = Files.createTempFile(folder, "part", "");
        Files.write(part, content);
        Files.move(part, file(key), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    boolean delete(Key key) throws IOException {
        return Files.deleteIfExists(file(key));
    }

    /** Sorted by public id. */
    List<Key> list(String resourceType, String type, String prefix) throws IOException {
        Path assets = file(new Key(resourceType, type, "any")).getParent();
        if (!Files.isDirectory(assets)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(assets)) {
            return files.map(file -> file.getFileName().toString().replace('~', '/'))
                    .filter(publicId -> publicId.startsWith(prefix))
                    .sorted()
                    .map(publicId -> new Key(resourceType, type, publicId))
                    .toList();
        }
    }

    /** As answers of both APIs describe an asset. */
    JSONObject describe(Key key, byte[] content) throws IOException {
        Instant created = Files.getLastModifiedTime(file(key)).toInstant();
        return new JSONObject(Map.of(
                "asset_id", StandinRules.hex("MD5", key.toString().getBytes()),
                "public_id", key.publicId(),
                "version", created.getEpochSecond(),
                "resource_type", key.resourceType(),
                "type", key.type(),
                "created_at", created.truncatedTo(ChronoUnit.SECONDS).toString(),
                "bytes", content.length,
                "etag", StandinRules.hex("MD5", content)));
    }

    private Path file(Key key) {
        return folder.resolve(key.resourceType())
                .resolve(key.type())
                .resolve(key.publicId().replace('/', '~'));
    }
}

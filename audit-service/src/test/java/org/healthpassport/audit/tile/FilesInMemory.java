package org.healthpassport.audit.tile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A log's files, written as a log writes them and open to any forgery. */
final class FilesInMemory implements TileSource {
    final Map<String, byte[]> files = new HashMap<>();
    LogEdge edge = LogEdge.EMPTY;

    static List<Entry> entries(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Entry.of(("entry " + i).getBytes(UTF_8)))
                .toList();
    }

    static FilesInMemory of(int size) {
        FilesInMemory files = new FilesInMemory();
        files.append(entries(0, size));
        files.publish();
        return files;
    }

    void append(List<Entry> entries) {
        LogEdge.Growth growth = edge.append(entries);
        growth.fullTiles().forEach(tile -> writeOnce(tile.id(), tile.bytes()));
        growth.fullBundles().forEach(bundle -> writeOnce(bundle.id(), bundle.bytes()));
        edge = growth.edge();
    }

    void publish() {
        edge.tree().partialTiles().forEach(tile -> files.put(tile.id().path(), tile.bytes()));
        edge.partialBundle().ifPresent(bundle -> files.put(bundle.id().path(), bundle.bytes()));
    }

    /** To compare with those of another log. */
    Map<String, ByteBuffer> contents() {
        return files.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> ByteBuffer.wrap(file.getValue())));
    }

    private void writeOnce(LogFile file, byte[] bytes) {
        if (files.put(file.path(), bytes) != null) {
            throw new AssertionError("written twice: " + file.path());
        }
    }

    @Override
    public Optional<byte[]> find(LogFile file) {
        return Optional.ofNullable(files.get(file.path()));
    }
}

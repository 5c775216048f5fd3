package org.healthpassport.audit.tile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;

/** A hash tile: up to 256 consecutive hashes of one level. */
public record Tile(TileId id, List<Hash> hashes) {
    /** A tile covers this many levels of the tree. */
    static final int HEIGHT = 8;

    public Tile {
        hashes = List.copyOf(hashes);
        if (hashes.size() != id.width()) {
            throw new IllegalArgumentException(
                    "Expected " + id.width() + " hashes, but there are " + hashes.size() + ".");
        }
    }

    /** Reads {@link #bytes}; {@link IllegalArgumentException} if the length is not that of the address. */
    public static Tile parse(TileId id, byte[] bytes) {
        if (bytes.length != id.maxBytes()) {
            throw new IllegalArgumentException(
                    "has " + bytes.length + " bytes where " + id.maxBytes() + " were expected");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Hash> hashes = new ArrayList<>(id.width());
        while (buffer.hasRemaining()) {
            hashes.add(Hash.next(buffer));
        }
        return new Tile(id, hashes);
    }

    /**
     * Fetches a tile, or the beginning of the full one that took the place of a partial one.
     *
     * @throws DamagedLogFile missing or of the wrong length
     */
    public static Tile read(TileId id, TileSource source) throws IOException {
        Optional<byte[]> bytes = source.find(id);
        if (bytes.isEmpty() && id.width() < LogFile.FULL_WIDTH) {
            bytes = source.find(id.full())
                    .filter(full -> full.length == id.full().maxBytes())
                    .map(full -> Arrays.copyOf(full, id.maxBytes()));
        }
        if (bytes.isEmpty()) {
            throw new DamagedLogFile(id, "is missing");
        }
        try {
            return parse(id, bytes.get());
        } catch (IllegalArgumentException e) {
            throw new DamagedLogFile(id, String.valueOf(e.getMessage()));
        }
    }

    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(id.maxBytes());
        hashes.forEach(hash -> hash.writeTo(buffer));
        return buffer.array();
    }

    /** The hash of the complete subtree over {@code 2^height} hashes of this tile that begins at one of them. */
    Hash subtree(int height, int start) {
        return fold(hashes.subList(start, start + (1 << height)));
    }

    /** The root of a full tile. */
    public Hash root() {
        return subtree(HEIGHT, 0);
    }

    /** The root over a power of two of hashes. */
    static Hash fold(List<Hash> hashes) {
        int half = hashes.size() / 2;
        return half == 0
                ? hashes.get(0)
                : Hash.node(fold(hashes.subList(0, half)), fold(hashes.subList(half, hashes.size())));
    }
}

package org.healthpassport.audit.tile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthpassport.audit.merkle.Hash;

/** Up to 256 consecutive entries; in a file each is preceded by its length, two bytes big-endian. */
public record EntryBundle(BundleId id, List<Entry> entries) {
    public EntryBundle {
        entries = List.copyOf(entries);
        if (entries.size() != id.width()) {
            throw new IllegalArgumentException(
                    "Expected " + id.width() + " entries, but there are " + entries.size() + ".");
        }
    }

    /** Reads {@link #bytes}; {@link IllegalArgumentException} if that does not give the entries of the address exactly. */
    public static EntryBundle parse(BundleId id, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Entry> entries = next(id, buffer);
        if (buffer.hasRemaining()) {
            throw new IllegalArgumentException("has " + buffer.remaining() + " bytes behind its last entry");
        }
        return new EntryBundle(id, entries);
    }

    /**
     * Fetches a bundle, or the beginning of the full one that took the place of a partial one.
     *
     * @throws DamagedLogFile missing, or cannot be read as that many entries
     */
    public static EntryBundle read(BundleId id, TileSource source) throws IOException {
        Optional<byte[]> bytes = source.find(id);
        try {
            if (bytes.isPresent()) {
                return parse(id, bytes.get());
            }
            Optional<byte[]> full = id.width() < LogFile.FULL_WIDTH ? source.find(id.full()) : Optional.empty();
            if (full.isPresent()) {
                return new EntryBundle(id, next(id, ByteBuffer.wrap(full.get())));
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedLogFile(id, String.valueOf(e.getMessage()));
        }
        throw new DamagedLogFile(id, "is missing");
    }

    public byte[] bytes() {
        int length =
                entries.stream().mapToInt(entry -> Short.BYTES + entry.length()).sum();
        ByteBuffer buffer = ByteBuffer.allocate(length);
        entries.forEach(entry -> entry.writeTo(buffer));
        return buffer.array();
    }

    public List<Hash> leafHashes() {
        return entries.stream().map(Entry::leafHash).toList();
    }

    private static List<Entry> next(BundleId id, ByteBuffer buffer) {
        List<Entry> entries = new ArrayList<>(id.width());
        for (int i = 0; i < id.width(); i++) {
            int length = buffer.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(buffer.getShort());
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("ends within entry " + (id.firstEntry() + i));
            }
            entries.add(Entry.next(buffer, length));
        }
        return entries;
    }
}

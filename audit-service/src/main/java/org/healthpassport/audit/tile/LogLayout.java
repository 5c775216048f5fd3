package org.healthpassport.audit.tile;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which files a log of some size consists of. */
public record LogLayout(long size) {
    public LogLayout {
        if (size < 0) {
            throw new IllegalArgumentException("Expected a size, but got " + size + ".");
        }
    }

    /** Bundles, then tiles by level, each from left to right. */
    public Stream<LogFile> files() {
        return Stream.concat(bundles(), tiles());
    }

    public Stream<BundleId> bundles() {
        return indexes(0).mapToObj(index -> new BundleId(index, width(0, index)));
    }

    public Stream<TileId> tiles() {
        return IntStream.rangeClosed(0, LogFile.MAX_LEVEL)
                .boxed()
                .flatMap(level -> indexes(level).mapToObj(index -> new TileId(level, index, width(level, index))));
    }

    /** How many tiles of a level are full. */
    public long fullTiles(int level) {
        return hashes(level) >> Byte.SIZE;
    }

    /** How many hashes the partial tile of a level has; 0: there is none. */
    public int partialWidth(int level) {
        return (int) (hashes(level) & (LogFile.FULL_WIDTH - 1));
    }

    private long hashes(int level) {
        return size >> (Byte.SIZE * level);
    }

    private LongStream indexes(int level) {
        return LongStream.range(0, fullTiles(level) + (partialWidth(level) == 0 ? 0 : 1));
    }

    private int width(int level, long index) {
        return index < fullTiles(level) ? LogFile.FULL_WIDTH : partialWidth(level);
    }
}

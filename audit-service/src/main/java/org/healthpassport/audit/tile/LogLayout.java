package org.healthpassport.audit.tile;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The layout of the files of a log of some size. */
public record LogLayout(long size) {
    public LogLayout {
        if (size < 0) {
            throw new IllegalArgumentException("Expected a size, but got " + size + ".");
        }
    }

    /** The bundles from left to right. */
    public Stream<BundleId> bundles() {
        return LongStream.range(0, fullTiles(0) + (partialWidth(0) == 0 ? 0 : 1))
                .mapToObj(index -> new BundleId(index, index < fullTiles(0) ? LogFile.FULL_WIDTH : partialWidth(0)));
    }

    /** The number of full tiles of a level. */
    public long fullTiles(int level) {
        return hashes(level) >> Byte.SIZE;
    }

    /** The number of hashes in the partial tile of a level; 0 if there is none. */
    public int partialWidth(int level) {
        return (int) (hashes(level) & (LogFile.FULL_WIDTH - 1));
    }

    private long hashes(int level) {
        return size >> (Byte.SIZE * level);
    }
}

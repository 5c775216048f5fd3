package org.healthpassport.audit.tile;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The files that a log of some size consists of. */
final class LogFiles {
    private LogFiles() {}

    /** Bundles, then tiles by level, each from left to right. */
    static Stream<LogFile> of(long size) {
        LogLayout layout = new LogLayout(size);
        return Stream.concat(layout.bundles(), tiles(layout));
    }

    static Stream<TileId> tiles(LogLayout layout) {
        return IntStream.rangeClosed(0, LogFile.MAX_LEVEL).boxed().flatMap(level -> tiles(layout, level));
    }

    private static Stream<TileId> tiles(LogLayout layout, int level) {
        Stream<TileId> full = LongStream.range(0, layout.fullTiles(level))
                .mapToObj(index -> new TileId(level, index, LogFile.FULL_WIDTH));
        int width = layout.partialWidth(level);
        return width == 0 ? full : Stream.concat(full, Stream.of(new TileId(level, layout.fullTiles(level), width)));
    }
}

package org.healthpassport.audit.tile;

import org.healthpassport.audit.merkle.Hash;

/** The address of a hash tile. Level 0 holds leaf hashes, a hash of level l + 1 is the root of a full tile of level l. */
public record TileId(int level, long index, int width) implements LogFile {
    public TileId {
        PathSyntax.check(level, index, width);
    }

    /** The full file that takes the place of a partial one when the log has grown. */
    TileId full() {
        return new TileId(level, index, FULL_WIDTH);
    }

    @Override
    public int maxBytes() {
        return width * Hash.BYTES;
    }

    @Override
    public String path() {
        return PathSyntax.of(Integer.toString(level), index, width);
    }
}

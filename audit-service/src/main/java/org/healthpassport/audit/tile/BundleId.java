package org.healthpassport.audit.tile;

/** The address of a bundle of entries. */
public record BundleId(long index, int width) implements LogFile {
    public BundleId {
        PathSyntax.check(0, index, width);
    }

    /** The index in the log of the bundle's first entry. */
    public long firstEntry() {
        return index * FULL_WIDTH;
    }

    /** The full file that takes the place of a partial one when the log has grown. */
    BundleId full() {
        return new BundleId(index, FULL_WIDTH);
    }

    @Override
    public int maxBytes() {
        return width * (Short.BYTES + Entry.MAX_BYTES);
    }

    @Override
    public String path() {
        return PathSyntax.of("entries", index, width);
    }
}

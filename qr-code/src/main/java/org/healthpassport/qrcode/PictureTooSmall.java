package org.healthpassport.qrcode;

/** A picture has not one pixel for each module. */
public final class PictureTooSmall extends Exception {
    private static final long serialVersionUID = 1L;

    private final int smallest;

    PictureTooSmall(int smallest) {
        super("Expected a picture of %d pixels on each side, but it has fewer.".formatted(smallest));
        this.smallest = smallest;
    }

    /** The pixels on each side that it takes at least, margin and quiet zone included. */
    public int smallest() {
        return smallest;
    }
}

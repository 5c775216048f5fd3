package org.healthpassport.qrcode.drawing;

/** The picture has less than one pixel for each module. */
public final class PictureTooSmall extends Exception {
    private static final long serialVersionUID = 1L;

    private final int smallest;

    PictureTooSmall(int smallest) {
        super("Expected a picture of %d pixels on each side, but it has fewer.".formatted(smallest));
        this.smallest = smallest;
    }

    /** The least number of pixels on each side, including margin and quiet zone. */
    public int smallest() {
        return smallest;
    }
}

package org.healthpassport.qrcode;

/**
 * How a symbol becomes a picture. It stands in the middle, as large as whole pixels for each module let it be.
 *
 * @param width pixels, from 1 to {@value #LARGEST}
 * @param height pixels, from 1 to {@value #LARGEST}
 * @param foreground the colour of dark modules
 * @param background the colour of all else
 * @param margin pixels that are left free on each side, from 0; none in SVG, which has no pixels
 * @param quietZone modules that are left free on each side inside of the margin, from 0 to {@value #WIDEST_QUIET_ZONE}
 */
public record Drawing(int width, int height, Rgb foreground, Rgb background, int margin, int quietZone) {
    /** Pixels on a side of any picture. */
    public static final int LARGEST = 1_000_000;
    /** Pixels on a side of a PNG picture. */
    public static final int LARGEST_PNG = 10_000;

    public static final int WIDEST_QUIET_ZONE = 100;

    /** What the standard asks for (ISO/IEC 18004, 6.3.8), so that every camera finds the symbol. */
    private static final int STANDARD_QUIET_ZONE = 4;

    /** @throws IllegalArgumentException if a number is not within its bounds */
    public Drawing {
        require("width", width, 1, LARGEST);
        require("height", height, 1, LARGEST);
        require("margin", margin, 0, LARGEST);
        require("quiet zone", quietZone, 0, WIDEST_QUIET_ZONE);
    }

    /** Black on white, with the quiet zone of the standard. */
    public static Drawing square(int pixels) {
        return new Drawing(pixels, pixels, Rgb.BLACK, Rgb.WHITE, 0, STANDARD_QUIET_ZONE);
    }

    /**
     * A PNG picture of one bit for each pixel.
     *
     * @throws IllegalArgumentException if it would be larger than {@value #LARGEST_PNG} pixels on a side
     */
    public byte[] png(QrSymbol symbol) throws PictureTooSmall {
        require("width", width, 1, LARGEST_PNG);
        require("height", height, 1, LARGEST_PNG);
        return new Png(this, symbol).bytes();
    }

    /** A picture in SVG 1.1 that can be scaled without loss. */
    public String svg(QrSymbol symbol) {
        return new Svg(this, symbol).text();
    }

    /** Modules on each side of the symbol with its quiet zone. */
    int modules(QrSymbol symbol) {
        return symbol.size() + 2 * quietZone;
    }

    private static void require(String what, int value, int smallest, int largest) {
        if (value < smallest || value > largest) {
            throw new IllegalArgumentException(
                    "Expected a %s from %d to %d, but it is %d.".formatted(what, smallest, largest, value));
        }
    }
}

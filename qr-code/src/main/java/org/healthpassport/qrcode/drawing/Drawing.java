package org.healthpassport.qrcode.drawing;

import org.healthpassport.qrcode.symbol.QrSymbol;

/**
 * The size, colours and margins of a picture of a QR code. The symbol stands in the middle, as large as a whole number
 * of pixels for each module allows.
 *
 * @param width pixels, from 1 to {@value #LARGEST}
 * @param height pixels, from 1 to {@value #LARGEST}
 * @param foreground the colour of dark modules
 * @param background the colour of everything else
 * @param margin empty pixels on each side, from 0; ignored in SVG, which has no pixels
 * @param quietZone empty modules on each side inside the margin, from 0 to {@value #WIDEST_QUIET_ZONE}
 */
public record Drawing(int width, int height, Rgb foreground, Rgb background, int margin, int quietZone) {
    /** The most pixels on a side of any picture. */
    public static final int LARGEST = 1_000_000;
    /** The most pixels on a side of a PNG picture. */
    public static final int LARGEST_PNG = 10_000;

    public static final int WIDEST_QUIET_ZONE = 100;

    /** The quiet zone of the standard (ISO/IEC 18004, 6.3.8); every camera finds such a symbol. */
    private static final int STANDARD_QUIET_ZONE = 4;

    /** @throws IllegalArgumentException if a number is out of its bounds */
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
     * A PNG picture with one bit for each pixel.
     *
     * @throws IllegalArgumentException if a side is longer than {@value #LARGEST_PNG} pixels
     */
    public byte[] png(QrSymbol symbol) throws PictureTooSmall {
        require("width", width, 1, LARGEST_PNG);
        require("height", height, 1, LARGEST_PNG);
        return new Png(this, symbol).bytes();
    }

    /** An SVG 1.1 picture, which scales without loss. */
    public String svg(QrSymbol symbol) {
        return new Svg(this, symbol).text();
    }

    /** The modules on each side of the symbol including its quiet zone. */
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

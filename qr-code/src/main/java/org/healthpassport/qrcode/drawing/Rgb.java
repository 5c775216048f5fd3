package org.healthpassport.qrcode.drawing;

/** A colour with 8 bits each for red, green and blue. */
public record Rgb(int red, int green, int blue) {
    public static final Rgb BLACK = new Rgb(0, 0, 0);
    public static final Rgb WHITE = new Rgb(255, 255, 255);

    /** @throws IllegalArgumentException if a value is not from 0 to 255 */
    public Rgb {
        if (((red | green | blue) & ~0xFF) != 0) {
            throw new IllegalArgumentException(
                    "Expected a colour of parts from 0 to 255, but it is %d, %d, %d.".formatted(red, green, blue));
        }
    }

    /** The colour in CSS notation, such as {@code #ff8000}. */
    String hex() {
        return "#%02x%02x%02x".formatted(red, green, blue);
    }
}

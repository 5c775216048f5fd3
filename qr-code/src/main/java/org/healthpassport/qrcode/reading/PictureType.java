package org.healthpassport.qrcode.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The supported picture formats: recognises them by their first bytes, and removes parts that could harm the decoder. */
enum PictureType {
    PNG("png", 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n') {
        /**
         * Keeps the signature and the chunks that are needed to draw the picture. Other chunks can hold compressed text,
         * which the decoder would inflate to a thousand times its size.
         */
        @Override
        byte[] harmless(byte[] picture) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(picture).position(SIGNATURE_BYTES);
            ByteArrayOutputStream kept = new ByteArrayOutputStream(picture.length);
            kept.write(picture, 0, SIGNATURE_BYTES);
            while (rest.remaining() >= CHUNK_FRAME_BYTES) {
                int length = rest.getInt(rest.position());
                if (length < 0 || length > rest.remaining() - CHUNK_FRAME_BYTES) {
                    throw new IOException("Expected a complete chunk of a PNG picture, but it is cut short.");
                }
                int begin = rest.position();
                int type = rest.getInt(begin + Integer.BYTES);
                rest.position(begin + CHUNK_FRAME_BYTES + length);
                if (isCritical(type) || type == TRANSPARENCY) {
                    kept.write(picture, begin, CHUNK_FRAME_BYTES + length);
                }
            }
            return kept.toByteArray();
        }
    },
    GIF("gif", 'G', 'I', 'F', '8') {
        @Override
        byte[] harmless(byte[] picture) throws IOException {
            return GifFilter.firstImage(picture);
        }
    },
    JPEG("jpeg", 0xFF, 0xD8, 0xFF) {
        /**
         * Bounds the scans and the colour profile segments. A few bytes are a scan of all pixels, so a picture could make
         * the decoder repeat that a hundred thousand times. For each profile segment the decoder reads all segments before
         * it again.
         */
        @Override
        byte[] harmless(byte[] picture) throws IOException {
            requireFew(picture, START_OF_SCAN, MOST_SCANS);
            requireFew(picture, COLOUR_PROFILE, MOST_PROFILE_SEGMENTS);
            return picture;
        }

        private static void requireFew(byte[] picture, byte marker, int most) throws IOException {
            int found = 0;
            for (int i = 1; i < picture.length; i++) {
                if (picture[i - 1] == (byte) 0xFF && picture[i] == marker && ++found > most) {
                    throw new IOException("Expected a JPEG picture of at most %d markers %02X, but it has more."
                            .formatted(most, marker));
                }
            }
        }
    };

    private static final int SIGNATURE_BYTES = 8;
    /** The bytes of length, type and checksum around the data of a chunk. */
    private static final int CHUNK_FRAME_BYTES = 12;

    private static final int TRANSPARENCY = 't' << 24 | 'R' << 16 | 'N' << 8 | 'S';
    private static final byte START_OF_SCAN = (byte) 0xDA;
    /** Progressive pictures have about ten scans. */
    private static final int MOST_SCANS = 50;

    private static final byte COLOUR_PROFILE = (byte) 0xE2;
    /** Segments are numbered with one byte (ICC.1, B.4). */
    private static final int MOST_PROFILE_SEGMENTS = 255;

    private final String formatName;
    private final byte[] beginning;

    PictureType(String formatName, int... beginning) {
        this.formatName = formatName;
        this.beginning = new byte[beginning.length];
        for (int i = 0; i < beginning.length; i++) {
            this.beginning[i] = (byte) beginning[i];
        }
    }

    static Optional<PictureType> of(byte[] picture) {
        return Arrays.stream(values())
                .filter(type -> Arrays.equals(
                        picture,
                        0,
                        Math.min(picture.length, type.beginning.length),
                        type.beginning,
                        0,
                        type.beginning.length))
                .findFirst();
    }

    /** The name of the format in the Java runtime. */
    String formatName() {
        return formatName;
    }

    /**
     * The picture without the parts that could overload a decoder.
     *
     * @throws IOException if the structure of the picture is damaged
     */
    byte[] harmless(byte[] picture) throws IOException {
        return picture;
    }

    /** The names of critical chunks begin with a capital letter. */
    private static boolean isCritical(int chunkType) {
        return (chunkType & 1 << 29) == 0;
    }
}

package org.healthpassport.qrcode.reading;

import java.util.List;

/** The result of reading a picture. */
public sealed interface Reading {

    /**
     * The picture shows codes.
     *
     * @param texts the texts of the codes, at least one
     */
    record Found(List<String> texts) implements Reading {
        public Found {
            texts = List.copyOf(texts);
        }

        /** Leaves out the texts, which can be secrets. */
        @Override
        public String toString() {
            return "Found[" + texts.size() + "]";
        }
    }

    /** The reason why no code was found. */
    enum Nothing implements Reading {
        /** The picture shows no code, or is damaged. */
        NO_CODE,
        /** The bytes are not a PNG, GIF or JPEG picture. */
        NO_PICTURE,
        /** The picture has more bytes or pixels than the limit. */
        TOO_LARGE
    }
}

package org.healthpassport.qrcode;

import java.util.List;

/** What was found in a picture. */
public sealed interface Reading {

    /**
     * Codes were found.
     *
     * @param texts what they say, at least one
     */
    record Found(List<String> texts) implements Reading {
        public Found {
            texts = List.copyOf(texts);
        }

        /** Without the texts, which can be secrets. */
        @Override
        public String toString() {
            return "Found[" + texts.size() + "]";
        }
    }

    /** Why nothing was found. */
    enum Nothing implements Reading {
        /** The picture shows no code, or is damaged. */
        NO_CODE,
        /** The bytes are no PNG, GIF or JPEG picture. */
        NO_PICTURE,
        /** The picture has more bytes or pixels than are looked at. */
        TOO_LARGE
    }
}

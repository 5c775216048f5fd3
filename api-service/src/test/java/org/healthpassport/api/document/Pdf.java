package org.healthpassport.api.document;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are recognised as a PDF. */
public final class Pdf {
    private Pdf() {}

    public static byte[] ofSize(int bytes) {
        byte[] start = "%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII);
        byte[] pdf = Arrays.copyOf(start, bytes);
        for (int i = start.length; i < bytes; i++) {
            pdf[i] = (byte) ('!' + i % 89);
        }
        return pdf;
    }
}

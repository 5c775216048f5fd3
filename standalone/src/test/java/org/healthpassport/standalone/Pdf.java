package org.healthpassport.standalone;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Real, small PDF files; the padding makes each one different. */
final class Pdf {
    private static final String HEAD = "%PDF-1.4\n"
            + "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n"
            + "trailer<</Root 1 0 R>>\n%";

    private Pdf() {}

    /** A PDF of exactly this many bytes, at least 300. */
    static byte[] ofSize(int bytes, long seed) {
        byte[] head = HEAD.getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
        byte[] pdf = new byte[bytes];
        new Random(seed).nextBytes(pdf);
        for (int i = 0; i < bytes; i++) {
            pdf[i] = (byte) ('!' + Math.floorMod(pdf[i], 90));
        }
        System.arraycopy(head, 0, pdf, 0, head.length);
        System.arraycopy(tail, 0, pdf, bytes - tail.length, tail.length);
        return pdf;
    }
}

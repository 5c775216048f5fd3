package org.healthpassport.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The body of a request: some bytes, then as many random bytes as wanted, then some bytes. The random ones come from one
 * buffer that all bodies share, so a body of a gigabyte takes no memory.
 */
public record Body(byte[] head, long filler, byte[] tail) {
    static final Body NONE = of(new byte[0]);

    private static final String BOUNDARY = "----------------boundary-of-the-benchmark";
    private static final byte[] END = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(US_ASCII);

    /** The content type of {@link #upload}. */
    public static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;

    public static Body of(byte[] bytes) {
        return new Body(bytes, 0, new byte[0]);
    }

    /** The form with which a browser uploads a PDF of this many bytes. */
    public static Body upload(long bytes) {
        String start = "%PDF-1.4\n%";
        byte[] head = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nLAB_REPORT\r\n--"
                        + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"report.pdf\"\r\n"
                        + "Content-Type: application/pdf\r\n\r\n" + start)
                .getBytes(US_ASCII);
        return new Body(head, bytes - start.length(), END);
    }

    long length() {
        return head.length + filler + tail.length;
    }
}

package org.healthpassport.objects.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;

/** The bytes of one request. They stay in memory until it succeeds, so that it can be repeated. */
final class PartBody {
    static final String TYPE = "application/octet-stream";

    private final byte[] bytes;
    private int length;

    PartBody(int atMost) {
        this.bytes = new byte[atMost];
    }

    /** Takes the next bytes of a stream in the place of those it had; as many as are wanted, unless the stream ends. */
    int fill(InputStream source, long wanted) throws IOException {
        length = source.readNBytes(bytes, 0, (int) Math.min(wanted, bytes.length));
        return length;
    }

    RequestBody body() {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
    }

    /** The value of {@code Content-MD5}, the one digest of a request that every store knows. */
    String md5() {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(bytes, 0, length);
            return Base64.getEncoder().encodeToString(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected this Java runtime to know MD5, but it does not.", e);
        }
    }
}

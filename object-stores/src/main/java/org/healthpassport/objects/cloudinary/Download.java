package org.healthpassport.objects.cloudinary;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** The bytes of an asset from some position on, as they come in. */
final class Download extends FilterInputStream {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse answer;
    private final long assetBytes;
    private final @Nullable String etag;
    private long left;

    /** @param left the number of bytes that the content still has; negative if the server did not tell */
    Download(
            HttpUriRequestBase request,
            ClassicHttpResponse answer,
            InputStream content,
            long left,
            long assetBytes,
            @Nullable String etag) {
        super(content);
        this.request = request;
        this.answer = answer;
        this.left = left;
        this.assetBytes = assetBytes;
        this.etag = etag;
    }

    /** The size of the whole asset; negative if the server does not tell. */
    long assetBytes() {
        return assetBytes;
    }

    /** The mark of exactly these bytes; null if the server gives none. */
    @Nullable
    String etag() {
        return etag;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        left = read < 0 ? 0 : left - read;
        return read;
    }

    /** Cuts the connection unless everything was read: the client would read a gigabyte to use it again. */
    @Override
    public void close() {
        if (left != 0) {
            request.cancel();
        }
        try (answer) {
            super.close();
        } catch (IOException cut) {
            // Nobody reads on.
        }
    }
}

package org.healthpassport.objects.s3;

import java.io.IOException;
import java.io.InputStream;
import org.healthpassport.objects.remote.RangedChannel;
import org.healthpassport.vault.object.ObjectMissing;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bytes of the very object that was opened, which its ETag tells from one that replaced it. */
record PinnedReads(S3Client client, String bucket, String name, String eTag, long sizeBytes, S3CallSettings patience)
        implements RangedChannel.Range {

    @Override
    public InputStream from(long position) throws IOException {
        ResponseInputStream<GetObjectResponse> bytes = answer(position);
        if (!isPart(bytes.response(), position)) {
            bytes.abort();
            throw replaced();
        }
        return new UnreadBytes(bytes, sizeBytes - position);
    }

    private ResponseInputStream<GetObjectResponse> answer(long position) throws IOException {
        try {
            return client.getObject(get -> get.bucket(bucket)
                    .key(name)
                    .ifMatch(eTag)
                    .range("bytes=%d-".formatted(position))
                    .overrideConfiguration(call -> call.apiCallTimeout(patience.shortCall())));
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 404 || e.statusCode() == 416) {
                throw replaced();
            }
            throw failed(e);
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    /** Not every store looks at the conditions of a request. */
    private boolean isPart(GetObjectResponse answer, long position) {
        return eTag.equals(answer.eTag())
                && "bytes %d-%d/%d"
                        .formatted(position, sizeBytes - 1, sizeBytes)
                        .equals(answer.contentRange());
    }

    private static IOException failed(SdkException e) {
        return new IOException("Expected the bytes of an object, but its store failed.", e);
    }

    private static ObjectMissing replaced() {
        return new ObjectMissing("Expected the object that was opened, but it was deleted or replaced since.");
    }

    /** Breaks the connection at its end instead of reading the rest, which may be long. */
    private static final class UnreadBytes extends InputStream {
        private final ResponseInputStream<GetObjectResponse> bytes;
        private long left;

        private UnreadBytes(ResponseInputStream<GetObjectResponse> bytes, long left) {
            this.bytes = bytes;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                int read = bytes.read(target, offset, length);
                left -= Math.max(read, 0);
                return read;
            } catch (SdkException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                bytes.abort();
            } else {
                bytes.close();
            }
        }
    }
}

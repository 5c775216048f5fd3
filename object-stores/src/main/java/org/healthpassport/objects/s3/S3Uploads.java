package org.healthpassport.objects.s3;

import java.io.IOException;
import java.io.InputStream;
import org.healthpassport.vault.object.StoredObject;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes objects: small ones by one request, others in parts. One part of an object is in memory at a time. */
final class S3Uploads {
    static final int PART_BYTES = 8 * 1024 * 1024;

    /** S3 takes 10,000 parts. */
    static final long MAX_BYTES = 10_000L * PART_BYTES;

    /** The condition that there is no object of that name. */
    static final String UNLESS_PRESENT = "*";

    private final S3Client client;
    private final String bucket;
    private final S3CallSettings patience;

    S3Uploads(S3Client client, String bucket, S3CallSettings patience) {
        this.client = client;
        this.bucket = bucket;
        this.patience = patience;
    }

    /**
     * Writes an object.
     *
     * @param conditional true if the store is to look that there is none of that name
     * @return false if there is one, and the store left it as it was
     */
    boolean write(StoredObject object, InputStream bytes, boolean conditional) throws IOException {
        return object.sizeBytes() <= PART_BYTES
                ? writeWhole(object, bytes, conditional)
                : writeInParts(object, bytes, conditional);
    }

    boolean writeWhole(StoredObject object, InputStream bytes, boolean conditional) throws IOException {
        PartBody whole = new PartBody((int) object.sizeBytes());
        whole.fill(bytes, object.sizeBytes());
        try {
            client.putObject(
                    put -> put.bucket(bucket)
                            .key(object.name())
                            .metadata(S3Metadata.of(object))
                            .contentType(PartBody.TYPE)
                            .contentMD5(whole.md5())
                            .ifNoneMatch(conditional ? UNLESS_PRESENT : null),
                    whole.body());
            return true;
        } catch (S3Exception e) {
            return falseIfPresent(e);
        }
    }

    boolean writeInParts(StoredObject object, InputStream bytes, boolean conditional) throws IOException {
        MultipartUpload upload = MultipartUpload.begin(client, bucket, object, patience);
        try {
            upload.send(bytes, object.sizeBytes());
            if (upload.complete(conditional)) {
                return true;
            }
        } catch (IOException | RuntimeException e) {
            upload.abort(e);
            throw e;
        }
        upload.abort(null);
        return false;
    }

    /** There is an object (412), or one came or went in this very moment (409); the store left it as it was. */
    static boolean falseIfPresent(S3Exception e) {
        if (e.statusCode() == 412 || e.statusCode() == 409) {
            return false;
        }
        throw e;
    }
}

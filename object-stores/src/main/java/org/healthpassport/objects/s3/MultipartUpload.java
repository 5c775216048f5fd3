package org.healthpassport.objects.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthpassport.vault.object.StoredObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object on its way in parts. Nobody sees it before it is complete; parts that are not aborted cost money. */
final class MultipartUpload {
    /** After an answer was lost, they are gone because they are the object already; whoever looks for it finds out. */
    private static final Set<String> PARTS_ARE_GONE = Set.of("InvalidPart", "NoSuchUpload");

    private final S3Client client;
    private final String bucket;
    private final String name;
    private final String uploadId;
    private final S3CallSettings patience;
    private final List<CompletedPart> parts = new ArrayList<>();

    private MultipartUpload(S3Client client, String bucket, String name, String uploadId, S3CallSettings patience) {
        this.client = client;
        this.bucket = bucket;
        this.name = name;
        this.uploadId = uploadId;
        this.patience = patience;
    }

    static MultipartUpload begin(S3Client client, String bucket, StoredObject object, S3CallSettings patience) {
        String uploadId = client.createMultipartUpload(create -> create.bucket(bucket)
                        .key(object.name())
                        .metadata(S3Metadata.of(object))
                        .contentType(PartBody.TYPE))
                .uploadId();
        return new MultipartUpload(client, bucket, object.name(), uploadId, patience);
    }

    /** Sends all bytes; the stream fails if it ends early. */
    void send(InputStream bytes, long sizeBytes) throws IOException {
        PartBody body = new PartBody((int) Math.min(sizeBytes, S3Uploads.PART_BYTES));
        long left = sizeBytes;
        while (left > 0) {
            left -= body.fill(bytes, left);
            send(body);
        }
    }

    private void send(PartBody body) {
        int number = parts.size() + 1;
        String tag = client.uploadPart(
                        part -> part.bucket(bucket)
                                .key(name)
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentMD5(body.md5()),
                        body.body())
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }

    /**
     * Makes one object of the parts.
     *
     * @param conditional true if the store is to look that there is none of that name
     * @return false if there is one, which may be this one after an answer was lost
     */
    boolean complete(boolean conditional) {
        try {
            client.completeMultipartUpload(complete -> complete.bucket(bucket)
                    .key(name)
                    .uploadId(uploadId)
                    .multipartUpload(all -> all.parts(parts))
                    .ifNoneMatch(conditional ? S3Uploads.UNLESS_PRESENT : null));
            return true;
        } catch (S3Exception e) {
            return !PARTS_ARE_GONE.contains(S3Failures.code(e)) && S3Uploads.falseIfPresent(e);
        }
    }

    /** Deletes the parts; if that fails, a rule of the bucket has to. */
    void abort(@Nullable Exception reason) {
        try {
            client.abortMultipartUpload(abort -> abort.bucket(bucket)
                    .key(name)
                    .uploadId(uploadId)
                    .overrideConfiguration(call -> call.apiCallTimeout(patience.shortCall())));
        } catch (SdkException e) {
            if (reason != null) {
                reason.addSuppressed(e);
            }
        }
    }
}

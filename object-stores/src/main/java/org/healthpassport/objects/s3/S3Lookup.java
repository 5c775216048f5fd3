package org.healthpassport.objects.s3;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Looks for an object by HEAD. The answer to HEAD has no body that could say why: a missing bucket looks like a missing
 * object. So until the bucket was seen, and after every refusal, GET is asked for the reason.
 */
final class S3Lookup {
    private final S3Client client;
    private final String bucket;
    private volatile boolean bucketSeen;

    S3Lookup(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    Optional<HeadObjectResponse> find(String name) {
        try {
            return Optional.of(head(name));
        } catch (S3Exception e) {
            if (e.statusCode() == 404 && bucketSeen) {
                return Optional.empty();
            }
            if (e.statusCode() >= 500) {
                throw S3Failures.of(e);
            }
            return findByReason(name);
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    private Optional<HeadObjectResponse> findByReason(String name) {
        try {
            client.getObject(get -> get.bucket(bucket).key(name)).abort();
            bucketSeen = true;
            // The refusal is over.
            return Optional.of(head(name));
        } catch (S3Exception e) {
            if (isOfObject(e)) {
                bucketSeen = true;
                return Optional.empty();
            }
            throw S3Failures.of(e);
        } catch (SdkException e) {
            throw S3Failures.of(e);
        }
    }

    /** True if the object is missing: GET says so by its code; HEAD after it by its status alone. */
    private boolean isOfObject(S3Exception e) {
        String code = S3Failures.code(e);
        return code.equals("NoSuchKey") || (code.isEmpty() && e.statusCode() == 404 && bucketSeen);
    }

    private HeadObjectResponse head(String name) {
        HeadObjectResponse found = client.headObject(head -> head.bucket(bucket).key(name));
        bucketSeen = true;
        return found;
    }
}

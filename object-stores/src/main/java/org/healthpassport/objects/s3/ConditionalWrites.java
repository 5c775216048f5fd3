package org.healthpassport.objects.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.UUID;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.StoredObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out, before the first object is written, whether the store refuses to replace an object under
 * {@code If-None-Match: *}: AWS and MinIO do, Supabase replaces it without a word. A setting could be wrong, or forgotten.
 */
final class ConditionalWrites {
    private static final byte[] BYTES = new byte[1];

    private final S3Client client;
    private final String bucket;
    private final S3Uploads uploads;
    private volatile @Nullable Boolean honoured;

    ConditionalWrites(S3Client client, String bucket, S3Uploads uploads) {
        this.client = client;
        this.bucket = bucket;
        this.uploads = uploads;
    }

    /** True if the store was seen to honour them; false if it does not, or was not asked yet. */
    boolean knownToBeHonoured() {
        return Boolean.TRUE.equals(honoured);
    }

    /** Asks the store if nobody did before. */
    boolean honoured() throws IOException {
        Boolean known = honoured;
        return known != null ? known : ask();
    }

    private synchronized boolean ask() throws IOException {
        Boolean known = honoured;
        if (known == null) {
            known = isRefusedTwice(new StoredObject("checks/" + UUID.randomUUID(), BYTES.length, Sha256.of(BYTES)));
            honoured = known;
        }
        return known;
    }

    /** The two ways to write an object are asked about, as a store may honour one of them alone. */
    private boolean isRefusedTwice(StoredObject check) throws IOException {
        try {
            uploads.writeWhole(check, bytes(), true);
        } catch (S3Exception e) {
            return falseIfUnknown(e);
        }
        try {
            return !uploads.writeWhole(check, bytes(), true) && !uploads.writeInParts(check, bytes(), true);
        } catch (S3Exception e) {
            return falseIfUnknown(e);
        } finally {
            client.deleteObject(delete -> delete.bucket(bucket).key(check.name()));
        }
    }

    /** Some stores answer "not implemented" to the condition itself. */
    private static boolean falseIfUnknown(S3Exception e) {
        if (e.statusCode() == 501) {
            return false;
        }
        throw e;
    }

    private static ByteArrayInputStream bytes() {
        return new ByteArrayInputStream(BYTES);
    }
}

package org.healthpassport.objects.s3;

import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.StoredObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The description of an object, as metadata beside it: {@code x-amz-meta-sha256} and {@code x-amz-meta-size}. */
final class S3Metadata {
    private static final String SHA256 = "sha256";
    private static final String SIZE = "size";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private S3Metadata() {}

    static Map<String, String> of(StoredObject object) {
        return Map.of(
                SHA256, HexFormat.of().formatHex(object.sha256()),
                SIZE, String.valueOf(object.sizeBytes()));
    }

    /** @throws DamagedObject when somebody else wrote the object, or its size is another one now */
    static StoredObject read(String name, HeadObjectResponse found) {
        String digest = found.metadata().getOrDefault(SHA256, "");
        String size = found.metadata().getOrDefault(SIZE, "");
        if (!DIGEST.matcher(digest).matches() || found.contentLength() == null || found.eTag() == null) {
            throw new DamagedObject("Expected an object with its size and digest, but they are missing.");
        }
        if (!size.equals(String.valueOf(found.contentLength()))) {
            throw new DamagedObject("Expected an object of the size that was stored, but it has %d bytes."
                    .formatted(found.contentLength()));
        }
        return new StoredObject(name, found.contentLength(), HexFormat.of().parseHex(digest));
    }
}

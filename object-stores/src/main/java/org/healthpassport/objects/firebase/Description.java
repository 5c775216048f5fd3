package org.healthpassport.objects.firebase;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import java.util.HexFormat;
import java.util.Map;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.StoredObject;
import org.jspecify.annotations.Nullable;

/** The description of an object as metadata that Google stores with it. */
final class Description {
    private static final String SIZE = "size-bytes";
    private static final String SHA256 = "sha256";

    private Description() {}

    static BlobInfo of(BlobId id, long sizeBytes, byte[] sha256) {
        return BlobInfo.newBuilder(id)
                .setContentType("application/octet-stream")
                .setMetadata(Map.of(
                        SIZE, Long.toString(sizeBytes), SHA256, HexFormat.of().formatHex(sha256)))
                .build();
    }

    /** @throws DamagedObject when the object is not as it was described, or not described at all */
    static StoredObject read(String name, Blob blob) {
        Map<String, String> metadata = blob.getMetadata();
        Long storedBytes = blob.getSize();
        if (metadata == null
                || storedBytes == null
                || !storedBytes.toString().equals(metadata.get(SIZE))
                || !isDigest(metadata.get(SHA256))) {
            throw new DamagedObject("Expected object %s to have the size and a digest in its metadata, but it has not."
                    .formatted(name));
        }
        return new StoredObject(name, storedBytes, HexFormat.of().parseHex(metadata.get(SHA256)));
    }

    private static boolean isDigest(@Nullable String text) {
        return text != null && text.matches("[0-9a-f]{%d}".formatted(2 * Sha256.BYTES));
    }
}

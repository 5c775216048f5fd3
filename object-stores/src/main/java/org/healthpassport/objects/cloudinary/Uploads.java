package org.healthpassport.objects.cloudinary;

import com.cloudinary.Uploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.healthpassport.vault.object.StoreUnavailable;

/** Writes and deletes assets. */
final class Uploads {
    /** Requests may have 100 MB, and parts other than the last must have more than 5 MB; 20 MB is the library's own choice. */
    static final long PART_BYTES = 20_000_000;

    private static final Map<String, Object> AUTHENTICATED_RAW =
            Map.of("resource_type", "raw", "type", "authenticated");

    private final Uploader uploader;

    Uploads(Uploader uploader) {
        this.uploader = uploader;
    }

    /**
     * Creates an asset of a header and the bytes that follow it. Cloudinary discards the parts of an upload that does not end.
     *
     * @return false if there was one of that public id, which was left as it was
     */
    boolean create(String publicId, byte[] header, InputStream bytes, long sizeBytes) throws IOException {
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(header), bytes);
        long total = header.length + sizeBytes;
        String uploadId = UUID.randomUUID().toString();
        for (long from = 0; from < total; from += PART_BYTES) {
            Part part = new Part(content, Math.min(PART_BYTES, total - from));
            Map<String, Object> options = new HashMap<>(AUTHENTICATED_RAW);
            options.put("public_id", publicId);
            options.put("overwrite", false);
            if (total > PART_BYTES) {
                String range = "bytes %d-%d/%d".formatted(from, from + part.sizeBytes() - 1, total);
                options.put(UploadTransport.HEADERS, Map.of("X-Unique-Upload-Id", uploadId, "Content-Range", range));
            }
            if (Boolean.TRUE.equals(uploader.upload(part, options).get("existing"))) {
                return false;
            }
        }
        return true;
    }

    /** Deletes an asset, and what delivery servers may keep of it; succeeds as well when there is none. */
    void delete(String publicId) throws IOException {
        Map<String, Object> options = new HashMap<>(AUTHENTICATED_RAW);
        options.put("invalidate", true);
        Object result = uploader.destroy(publicId, options).get("result");
        if (!"ok".equals(result) && !"not found".equals(result)) {
            throw new StoreUnavailable("Expected the object store to delete an object, but it did not.", null);
        }
    }
}

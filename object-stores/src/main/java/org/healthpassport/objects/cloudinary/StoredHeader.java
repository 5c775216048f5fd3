package org.healthpassport.objects.cloudinary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.object.folder.ObjectFile;

/**
 * The first bytes of an asset, which say size and digest of the ciphertext that follows. They are part of the asset, as
 * reading Cloudinary's own metadata counts against the hourly limit of its Admin API.
 */
final class StoredHeader {
    static final int BYTES = ObjectFile.HEADER_BYTES;

    private static final int POSITION_OF_SIZE = Long.BYTES;
    private static final int POSITION_OF_DIGEST = 2 * Long.BYTES;

    private StoredHeader() {}

    static byte[] of(long sizeBytes, byte[] sha256) {
        return ObjectFile.header(sizeBytes, sha256).array();
    }

    /**
     * Reads the header.
     *
     * @param assetBytes the size of the whole asset; negative if it is not known
     * @throws DamagedObject when it is no header, or the asset has another size than it says
     */
    static StoredObject read(String name, InputStream asset, long assetBytes) throws IOException {
        byte[] header = asset.readNBytes(BYTES);
        if (header.length < BYTES) {
            throw new DamagedObject("Expected the header of an object, but it is cut short.");
        }
        long sizeBytes = ByteBuffer.wrap(header).getLong(POSITION_OF_SIZE);
        byte[] sha256 = Arrays.copyOfRange(header, POSITION_OF_DIGEST, POSITION_OF_DIGEST + Sha256.BYTES);
        if (!Arrays.equals(header, of(sizeBytes, sha256))) {
            throw new DamagedObject("Expected the header of an object, but there is something else.");
        }
        if (assetBytes >= 0 && assetBytes - BYTES != sizeBytes) {
            throw new DamagedObject("Expected an object of %d bytes, but the store has %d of it."
                    .formatted(sizeBytes, assetBytes - BYTES));
        }
        return new StoredObject(name, sizeBytes, sha256);
    }
}

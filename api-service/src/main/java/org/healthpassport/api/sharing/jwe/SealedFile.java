package org.healthpassport.api.sharing.jwe;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;

/**
 * Encrypts a file as one compact JWE: {@code dir}, {@code A256GCM}, deflated (SMART Health Links, encrypting files).
 * Larger files are not deflated, as some libraries of recipients refuse to inflate them.
 */
public final class SealedFile {
    /** The content type of a compact JWE (RFC 7515, 9.2.1). */
    public static final String MEDIA_TYPE = "application/jose";

    private SealedFile() {}

    /**
     * Encrypts with a fresh IV.
     *
     * @param key 32 bytes
     * @param contentType of the plain bytes
     */
    public static String seal(byte[] key, String contentType, byte[] plain) {
        if (plain.length <= JWEObject.MAX_DECOMPRESSED_PLAIN_TEXT_LENGTH) {
            String deflated = seal(key, header(contentType).compressionAlgorithm(CompressionAlgorithm.DEF), plain);
            if (deflated.length() <= JWEObject.MAX_COMPRESSED_CIPHER_TEXT_LENGTH) {
                return deflated;
            }
        }
        return seal(key, header(contentType), plain);
    }

    private static JWEHeader.Builder header(String contentType) {
        return new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).contentType(contentType);
    }

    private static String seal(byte[] key, JWEHeader.Builder header, byte[] plain) {
        JWEObject jwe = new JWEObject(header.build(), new Payload(plain));
        try {
            jwe.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Expected to encrypt a file of a health link, but it failed", e);
        }
        return jwe.serialize();
    }
}

package org.healthpassport.api.sharing.jwe;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;

/** A small file as one compact JWE: {@code dir}, {@code A256GCM}, deflated (SMART Health Links, encrypting files). */
public final class SealedFile {
    /** What the answer with a compact JWE is called (RFC 7515, 9.2.1). */
    public static final String MEDIA_TYPE = "application/jose";

    private SealedFile() {}

    /**
     * Encrypts with an IV of its own.
     *
     * @param key 32 bytes
     * @param contentType of the plain bytes
     */
    public static String seal(byte[] key, String contentType, byte[] plain) {
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .contentType(contentType)
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(plain));
        try {
            jwe.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("Expected to encrypt a file of a health link, but it failed", e);
        }
        return jwe.serialize();
    }
}

package org.healthpassport.api.sharing.jwe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a file of any size as one compact JWE, while its bytes arrive: {@code dir}, {@code A256GCM}, not deflated.
 * The tag comes last, so only a block and the remainder of base64url must be kept in memory. For one file, and for one
 * thread at a time.
 *
 * <pre>
 *   BASE64URL(header) . . BASE64URL(iv) . BASE64URL(ciphertext) . BASE64URL(tag)
 *   |---------- beginning() ----------| |-- next(), next()... --| |-- end() --|
 * </pre>
 */
public final class SealedStream {
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int BASE64_BYTES = 3;
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] beginning;
    private final Cipher cipher;
    private byte[] left = new byte[0];

    /**
     * Begins a file with a fresh IV.
     *
     * @param key 32 bytes
     * @param contentType of the plain bytes
     */
    public SealedStream(byte[] key, String contentType) {
        byte[] header = header(contentType);
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        this.beginning = join(header, "..".getBytes(US_ASCII), BASE64_URL.encode(iv), ".".getBytes(US_ASCII));
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
            cipher.updateAAD(header);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected this Java runtime to encrypt by AES-256-GCM, but it cannot", e);
        }
    }

    /** The size of the whole JWE for a number of plain bytes. */
    public static long length(String contentType, long plainBytes) {
        return header(contentType).length
                + 2
                + base64Length(IV_BYTES)
                + 1
                + base64Length(plainBytes)
                + 1
                + base64Length(TAG_BYTES);
    }

    /** The parts of the JWE before the ciphertext. */
    public byte[] beginning() {
        return beginning.clone();
    }

    /** The next part of the JWE, which may be empty. */
    public byte[] next(byte[] plain) {
        byte[] ciphertext = cipher.update(plain);
        return ciphertext == null ? new byte[0] : encode(ciphertext);
    }

    /** The last part of the JWE; to be called once, at the end. */
    public byte[] end() {
        byte[] rest;
        try {
            rest = cipher.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to end a file of a health link, but it failed", e);
        }
        int ciphertext = rest.length - TAG_BYTES;
        return join(
                encode(Arrays.copyOf(rest, ciphertext)),
                BASE64_URL.encode(left),
                ".".getBytes(US_ASCII),
                BASE64_URL.encode(Arrays.copyOfRange(rest, ciphertext, rest.length)));
    }

    /** Encodes whole groups of three bytes; the others wait for the next bytes. */
    private byte[] encode(byte[] ciphertext) {
        byte[] all = join(left, ciphertext);
        int whole = all.length - all.length % BASE64_BYTES;
        left = Arrays.copyOfRange(all, whole, all.length);
        return BASE64_URL.encode(Arrays.copyOf(all, whole));
    }

    private static byte[] header(String contentType) {
        return new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .contentType(contentType)
                .build()
                .toBase64URL()
                .toString()
                .getBytes(US_ASCII);
    }

    private static long base64Length(long bytes) {
        return (bytes * 4 + 2) / 3;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}

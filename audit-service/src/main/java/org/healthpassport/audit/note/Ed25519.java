package org.healthpassport.audit.note;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) of the JDK, with public keys in their raw form of 32 bytes. */
final class Ed25519 {
    static final int PUBLIC_KEY_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    private static final String ALGORITHM = "Ed25519";
    /** All of a SubjectPublicKeyInfo that comes before the raw key (RFC 8410, section 4). */
    private static final byte[] KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static PublicKey publicKey(byte[] raw) {
        byte[] encoded = Arrays.copyOf(KEY_INFO, KEY_INFO.length + raw.length);
        System.arraycopy(raw, 0, encoded, KEY_INFO.length, raw.length);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw new NoteRefused("Expected an Ed25519 public key, but found other bytes.");
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_KEY_BYTES, encoded.length);
    }

    static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            // Without the cause: nothing of a private key belongs into a message.
            throw new NoteRefused("Expected an Ed25519 private key, but found other bytes.");
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Expected to sign with an Ed25519 key, but could not.", e);
        }
    }

    static boolean verify(PublicKey key, byte[] message, byte[] bytes) {
        if (bytes.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (SignatureException e) {
            // The JDK's way to say that the bytes cannot be any signature.
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("Expected an Ed25519 public key, but it is none.", e);
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(NoSuchAlgorithmException e) {
        return new IllegalStateException("Expected a JDK with Ed25519, but this one has none.", e);
    }
}

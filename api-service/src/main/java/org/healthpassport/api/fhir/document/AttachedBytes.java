package org.healthpassport.api.fhir.document;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.api.document.upload.MediaTypeDetection;
import tools.jackson.databind.JsonNode;

/** The bytes in a valid {@code Attachment}, and what it says about them (R4, datatypes.html#Attachment). */
record AttachedBytes(JsonNode attachment) {

    /**
     * The bytes; whatever is said about them and is not true is added to the errors.
     *
     * @param pointer to the attachment
     */
    byte[] check(List<InvalidMember> errors, String pointer) {
        if (!attachment.has("data")) {
            errors.add(new InvalidMember(pointer, "must have 'data': the bytes in base64"));
            return new byte[0];
        }
        byte[] bytes;
        try {
            // FHIR allows white space between the characters.
            bytes = Base64.getDecoder()
                    .decode(attachment.path("data").asString().replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            errors.add(new InvalidMember(pointer + "/data", "must be base64"));
            return new byte[0];
        }
        if (attachment.has("size") && attachment.path("size").asLong() != bytes.length) {
            errors.add(new InvalidMember(pointer + "/size", "must be the number of bytes in 'data'"));
        }
        if (attachment.has("hash") && !isHashOf(bytes)) {
            errors.add(new InvalidMember(pointer + "/hash", "must be the SHA-1 of the bytes in 'data', in base64"));
        }
        if (attachment.has("contentType")
                && !MediaTypeDetection.mayBe(attachment.path("contentType").asString(), bytes)) {
            errors.add(new InvalidMember(pointer + "/contentType", "must be the type of the bytes in 'data'"));
        }
        return bytes;
    }

    private boolean isHashOf(byte[] bytes) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(bytes);
            return Arrays.equals(
                    Base64.getDecoder().decode(attachment.path("hash").asString()), sha1);
        } catch (IllegalArgumentException notBase64) {
            return false;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Expected SHA-1, which every Java has, but there is none", impossible);
        }
    }

    /** Leaves out the bytes, as records end up in logs. */
    @Override
    public String toString() {
        return "AttachedBytes[...]";
    }
}

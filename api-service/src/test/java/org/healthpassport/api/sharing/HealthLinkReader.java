package org.healthpassport.api.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import java.net.URI;
import java.text.ParseException;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads health links as their recipients do. */
public record HealthLinkReader(JsonNode payload) {
    private static final String SCHEME = "shlink:/";

    /** Reads a link, alone or behind the address of a viewer. */
    public static HealthLinkReader of(String text) {
        String encoded = text.substring(text.indexOf(SCHEME) + SCHEME.length()).strip();
        return new HealthLinkReader(
                JsonMapper.shared().readTree(new String(Base64.getUrlDecoder().decode(encoded), UTF_8)));
    }

    public URI url() {
        return URI.create(payload.get("url").asString());
    }

    public byte[] key() {
        return Base64.getUrlDecoder().decode(payload.get("key").asString());
    }

    /** The plain bytes of a file, and what they are. */
    public Decrypted decrypt(String jwe) {
        try {
            JWEObject object = JWEObject.parse(jwe.strip());
            object.decrypt(new DirectDecrypter(key()));
            return new Decrypted(
                    object.getHeader().toString(), object.getPayload().toBytes());
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("Expected a JWE under the key of the link, but it is none", e);
        }
    }

    /** A file. */
    public record Decrypted(String header, byte[] bytes) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(bytes);
        }
    }
}

package org.healthpassport.api.record.version;

import org.bson.Document;
import org.bson.types.Binary;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encrypts the two parts of a version, and decrypts them: its origin, which tells where it belongs without the rest, and
 * its resource. The seal binds each part to the name of the version.
 */
final class VersionSeal {
    static final String ORIGIN = "origin";
    static final String RESOURCE = "sealed";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VersionSeal() {}

    static byte[] seal(SubjectKeys keys, VersionName name, Origin origin) {
        return keys.seal(KeyPurpose.STATE, JSON.writeValueAsBytes(origin), associatedData(name, ORIGIN));
    }

    static byte[] seal(SubjectKeys keys, VersionName name, byte[] resource) {
        return keys.seal(KeyPurpose.STATE, resource, associatedData(name, RESOURCE));
    }

    /**
     * @throws org.healthpassport.vault.key.SealBroken if the bytes were changed, or belong to another version
     * @throws JacksonException if there is none, or the decrypted bytes are none
     */
    static Origin openOrigin(SubjectKeys keys, VersionName name, Document stored) {
        Origin origin = JSON.readValue(open(keys, name, stored, ORIGIN), Origin.class);
        if (origin == null || origin.recordedAt() == null || origin.author() == null || origin.before() == null) {
            throw incomplete();
        }
        return origin;
    }

    /**
     * @throws org.healthpassport.vault.key.SealBroken if the bytes were changed, or belong to another version
     * @throws JacksonException if there is none
     * @throws org.healthpassport.fhir.json.MalformedJson if the decrypted bytes are not a JSON object
     */
    static byte[] openResource(SubjectKeys keys, VersionName name, Document stored) {
        byte[] resource = open(keys, name, stored, RESOURCE);
        FhirJson.requireObject(resource);
        return resource;
    }

    private static byte[] open(SubjectKeys keys, VersionName name, Document stored, String part) {
        if (stored.get(part) instanceof Binary sealed) {
            return keys.open(KeyPurpose.STATE, sealed.getData(), associatedData(name, part));
        }
        throw incomplete();
    }

    private static JacksonException incomplete() {
        return DatabindException.from((JsonParser) null, "Expected a whole version, but parts of it are missing");
    }

    private static byte[] associatedData(VersionName name, String part) {
        return AssociatedData.of(RecordVersions.COLLECTION, name.id(), part);
    }
}

package org.healthpassport.api.record.version;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import org.healthpassport.api.access.Author;
import org.healthpassport.fhir.json.FhirJson;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encrypts versions and decrypts them: one line of JSON with author and time, then the resource as it is. The seal
 * binds it to its name.
 */
final class VersionSeal {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VersionSeal() {}

    static byte[] seal(SubjectKeys keys, VersionName name, RecordVersion version) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(JSON.writeValueAsBytes(new Origin(version.recordedAt(), version.author())));
        plain.write('\n');
        if (version.resource() != null) {
            plain.writeBytes(version.resource());
        }
        return keys.seal(KeyPurpose.STATE, plain.toByteArray(), associatedData(name));
    }

    /**
     * @throws org.healthpassport.vault.key.SealBroken if the bytes were changed, or belong to another version
     * @throws JacksonException if the decrypted bytes do not begin with author and time
     * @throws org.healthpassport.fhir.json.MalformedJson if the rest is not a JSON object
     */
    static RecordVersion open(SubjectKeys keys, VersionName name, byte[] sealed) {
        byte[] plain = keys.open(KeyPurpose.STATE, sealed, associatedData(name));
        int end = 0;
        while (end < plain.length && plain[end] != '\n') {
            end++;
        }
        Origin origin = JSON.readValue(plain, 0, end, Origin.class);
        if (origin == null || origin.recordedAt() == null || origin.author() == null) {
            throw DatabindException.from(
                    (JsonParser) null, "Expected author and time of a version, but they are missing");
        }
        byte[] resource = end + 1 >= plain.length ? null : Arrays.copyOfRange(plain, end + 1, plain.length);
        if (resource != null) {
            FhirJson.requireObject(resource);
        }
        return new RecordVersion(name.recordId(), name.number(), origin.recordedAt(), origin.author(), resource);
    }

    private static byte[] associatedData(VersionName name) {
        return AssociatedData.of(RecordVersions.COLLECTION, name.id(), Long.toString(name.number()));
    }

    private record Origin(Instant recordedAt, Author author) {}
}

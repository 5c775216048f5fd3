package org.healthpassport.api.record.version;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns a version into sealed bytes and back: one line of JSON on who wrote it and when, then the resource as it is.
 * The seal binds it to its name.
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

    /** @throws org.healthpassport.vault.key.SealBroken if the bytes were changed, or are another version's */
    static RecordVersion open(SubjectKeys keys, VersionName name, byte[] sealed) {
        byte[] plain = keys.open(KeyPurpose.STATE, sealed, associatedData(name));
        int end = 0;
        while (plain[end] != '\n') {
            end++;
        }
        Origin origin = JSON.readValue(plain, 0, end, Origin.class);
        boolean deleted = end + 1 == plain.length;
        return new RecordVersion(
                name.recordId(),
                name.number(),
                origin.recordedAt(),
                origin.author(),
                deleted ? null : Arrays.copyOfRange(plain, end + 1, plain.length));
    }

    private static byte[] associatedData(VersionName name) {
        return AssociatedData.of(RecordVersions.COLLECTION, name.id(), Long.toString(name.number()));
    }

    private record Origin(Instant recordedAt, Author author) {}
}

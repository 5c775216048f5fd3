package org.healthpassport.benchmarks.micro;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.healthpassport.api.record.HealthRecordState;
import org.healthpassport.api.record.HealthRecordState.Written;
import org.healthpassport.api.record.key.Coding;
import org.healthpassport.api.record.key.SearchKeys;
import org.healthpassport.fhir.catalog.RecordType;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyEncryptionKeys;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeys;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;

/** Sealing and opening: the state of a record as JSON under its patient's key, and the bytes of one version. */
@State(Scope.Benchmark)
public class Sealing {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RECORD_ID = "0199f1a3-02b8-7a11-8c6d-94e0b7f5c213";
    private static final Set<KeyPurpose> STATE = Set.of(KeyPurpose.STATE);

    private final byte[] version = SampleResource.json();
    private final HealthRecordState state = HealthRecordState.first(
            SampleResource.PATIENT_ID,
            RecordType.ALLERGY_INTOLERANCE,
            new SearchKeys(List.of(new Coding("http://snomed.info/sct", "91935009")), null),
            new Written("0199f1a3-02b9-7e55-a1f2-6d0c3b8e7a94", version.length),
            Instant.parse("2026-11-23T10:15:30.123Z"),
            null);

    private SubjectKeys keys;
    private byte[] sealedState;
    private byte[] sealedVersion;

    @Setup
    public void makeKeys() throws GeneralSecurityException {
        Aead wrapping = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get())
                .getPrimitive(AeadConfig2026.get(), Aead.class);
        KeyEncryptionKeys keks = purpose -> wrapping;
        keys = SubjectKeys.unwrap(SubjectKeys.generate(SampleResource.PATIENT_ID, STATE, keks), STATE, keks);
        sealedState = sealState();
        sealedVersion = sealVersion();
    }

    @Benchmark
    public byte[] sealState() {
        return keys.seal(KeyPurpose.STATE, JSON.writeValueAsBytes(state), place("records"));
    }

    @Benchmark
    public HealthRecordState openState() {
        byte[] opened = keys.open(KeyPurpose.STATE, sealedState, place("records"));
        return JSON.readValue(opened, HealthRecordState.class);
    }

    @Benchmark
    public byte[] sealVersion() {
        return keys.seal(KeyPurpose.STATE, version, place("recordVersions"));
    }

    @Benchmark
    public byte[] openVersion() {
        return keys.open(KeyPurpose.STATE, sealedVersion, place("recordVersions"));
    }

    private static byte[] place(String collection) {
        return AssociatedData.of(collection, RECORD_ID, "1");
    }
}

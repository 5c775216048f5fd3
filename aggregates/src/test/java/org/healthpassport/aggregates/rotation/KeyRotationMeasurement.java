package org.healthpassport.aggregates.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.bson.Document;
import org.healthpassport.vault.audit.AuditKeyDocument;
import org.healthpassport.vault.key.KeyPurpose;
import org.healthpassport.vault.key.SubjectKeyDocument;
import org.healthpassport.vault.key.SubjectKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * Prints how long a rotation works at 100,000 key documents of subjects, with three keysets each, and as many of audit
 * keys, in the embedded store; without its waits, which are a matter of settings.
 *
 * <p>Run it by {@code mvn -pl aggregates -am test -Dtest=KeyRotationMeasurement -Dsurefire.failIfNoSpecifiedTests=false};
 * it is no part of {@code verify}.
 */
class KeyRotationMeasurement {
    private static final int SUBJECTS = 100_000;
    private static final int AT_ONCE = 1_000;
    private static final Set<KeyPurpose> PURPOSES = Set.of(KeyPurpose.STATE, KeyPurpose.DOCUMENTS, KeyPurpose.QR);

    @Test
    void shouldPrintTheTimeOfARotation(@TempDir Path folder) {
        RotatedStore store = new RotatedStore(folder.resolve("keys"));
        store.fill(1);
        seed(store);
        KeyRotation<KeyPurpose> instance = store.instance();
        store.begin(instance);
        store.turn(instance);
        store.pass(Duration.ofMinutes(2));
        store.turn(instance);
        store.pass(Duration.ofMinutes(2));
        store.turn(instance);
        store.turn(instance);
        store.pass(Duration.ofMinutes(2));

        long begun = System.nanoTime();
        store.turn(instance);
        double seconds = (System.nanoTime() - begun) / 1e9;

        Rotation done = store.newest();
        assertThat(done.state()).isEqualTo(Rotation.State.DONE);
        System.out.printf(
                "Seconds to wrap %d documents again, and to look at all once more: %.1f, which is %.0f documents a second%n",
                done.progress().resealed(), seconds, done.progress().resealed() / seconds);
    }

    private static void seed(RotatedStore store) {
        Flux.range(0, SUBJECTS)
                .map("measured-%06d"::formatted)
                .buffer(AT_ONCE)
                .concatMap(ids -> store.mongo
                        .insert(
                                ids.stream()
                                        .map(id -> new Document(SubjectKeys.generate(id, PURPOSES, store.keys)
                                                .fields()))
                                        .toList(),
                                SubjectKeyDocument.COLLECTION)
                        .thenMany(store.mongo.insert(
                                ids.stream()
                                        .map(id -> new Document(AuditKeyDocument.generate(id, store.keys)
                                                .fields()))
                                        .toList(),
                                AuditKeyDocument.COLLECTION)))
                .blockLast(Duration.ofMinutes(10));
    }
}

package org.healthpassport.api.document.moving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.KeptDocuments;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.document.upkeep.StoreLease;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ForwardingStore;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.StoredObject;
import org.healthpassport.vault.object.folder.FileSystemObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** Documents move between folders that go by different labels. */
class MovingTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @TempDir
    private Path folder;

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SignedIn patient = api.newPatient();
    private final ObjectStore former = api.bean(DocumentStores.class).forNew().get(0);
    private final String label = "s3:" + UUID.randomUUID();

    @Test
    void shouldMoveTheObjectAndRemoveItFromTheFormerStore() {
        // given
        String documentId = documents.storedPdf(patient, 10_000);
        StoredObject before = former.find(name(documentId)).orElseThrow();
        ObjectStore target = labelled(new FileSystemObjectStore(folder, Clock.systemUTC()));

        // when
        Moving moving = moving(target);
        moving.start(UUID.randomUUID().toString()).block(WITHIN);
        moving.sweep().block(WITHIN);

        // then
        assertThat(target.find(name(documentId))).contains(before);
        assertThat(former.find(name(documentId))).isEmpty();
        assertThat(placeOf(documentId)).isEqualTo(label);
        assertThat(moving.newest().block(WITHIN).state()).isNotEqualTo(MoveView.State.RUNNING);
    }

    @Test
    void shouldRemoveNothingWhereTheNewStoreIsTheFormerOneByAnotherName() {
        // given
        String documentId = documents.storedPdf(patient, 10_000);

        // when
        Moving moving = moving(labelled(former));
        moving.start(UUID.randomUUID().toString()).block(WITHIN);
        moving.sweep().block(WITHIN);

        // then
        assertThat(placeOf(documentId)).isEqualTo(label);
        assertThat(former.find(name(documentId))).isPresent();
    }

    @Test
    void shouldLeaveAMoveToInstancesWithItsSettings() {
        // given
        String documentId = documents.storedPdf(patient, 10_000);
        ObjectStore target = labelled(new FileSystemObjectStore(folder, Clock.systemUTC()));
        Moving moving = moving(target);
        moving.start(UUID.randomUUID().toString()).block(WITHIN);

        // when
        api.bean(Moving.class).sweep().block(WITHIN);

        // then
        assertThat(placeOf(documentId)).isEqualTo(FileSystemObjectStore.LABEL);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> api.bean(Moving.class)
                        .start(UUID.randomUUID().toString())
                        .block(WITHIN));
        moving.sweep().block(WITHIN);
        assertThat(placeOf(documentId)).isEqualTo(label);
    }

    @Test
    void shouldLeaveDocumentsWhoseObjectsCannotBeCopied() {
        // given
        String lost = documents.storedPdf(patient, 10_000);
        String kept = documents.storedPdf(patient, 10_000);
        former.delete(name(lost));

        // when
        Moving moving = moving(labelled(new FileSystemObjectStore(folder, Clock.systemUTC())));
        moving.start(UUID.randomUUID().toString()).block(WITHIN);
        moving.sweep().block(WITHIN);

        // then
        assertThat(placeOf(lost)).isEqualTo(FileSystemObjectStore.LABEL);
        assertThat(placeOf(kept)).isEqualTo(label);
        assertThat(moving.newest().block(WITHIN).state()).isEqualTo(MoveView.State.INCOMPLETE);
    }

    private Moving moving(ObjectStore target) {
        return new Moving(
                api.bean(Moves.class),
                api.bean(KeptDocuments.class),
                DocumentStores.of(target, null, List.of(former)),
                api.bean(StoreLease.class),
                Schedulers.boundedElastic(),
                Clock.systemUTC());
    }

    private String placeOf(String documentId) {
        return String.valueOf(api.bean(KeptDocuments.class)
                .now(documentId)
                .block(WITHIN)
                .state()
                .store());
    }

    private String name(String documentId) {
        return DocumentObject.name(patient.patientId(), documentId);
    }

    private ObjectStore labelled(ObjectStore store) {
        return new Relabelled(store, label);
    }

    private static final class Relabelled extends ForwardingStore {
        private final String label;

        Relabelled(ObjectStore store, String label) {
            super(store);
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }
}

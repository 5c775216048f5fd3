package org.healthpassport.api.document.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrphanSweepTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SignedIn patient = api.newPatient();
    private final ObjectStore store = api.bean(DocumentStores.class).forNew().get(0);

    @Test
    void shouldRemoveObjectsThatNoDocumentNames() {
        // given
        String stored = name(documents.storedPdf(patient, 1_000));
        String received = name(documents.receivedPdf(patient, 1_000));
        put(received);
        String unknown = name(UUID.randomUUID().toString());
        put(unknown);
        String deleted = documents.storedPdf(patient, 1_000);
        api.client(patient)
                .delete()
                .uri("/api/patients/" + patient.patientId() + "/documents/" + deleted)
                .exchange()
                .expectStatus()
                .isNoContent();
        String foreign = "somebody-else/" + UUID.randomUUID();
        put(foreign);

        // when they may still be on their way
        sweep(Instant.now().minusSeconds(3_600));

        // then
        assertThat(store.find(unknown)).isPresent();

        // when
        sweep(Instant.now().plusSeconds(5));

        // then
        assertThat(store.find(stored)).isPresent();
        assertThat(store.find(received)).isPresent();
        assertThat(store.find(foreign)).isPresent();
        assertThat(store.find(unknown)).isEmpty();
        assertThat(store.find(name(deleted))).isEmpty();
        assertThat(found("document")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldCountDocumentsWhoseObjectsAreGone() {
        // given
        sweep(Instant.EPOCH);
        double before = found("object");
        store.delete(name(documents.storedPdf(patient, 1_000)));
        documents.storedPdf(patient, 1_000);

        // when
        sweep(Instant.EPOCH);

        // then
        assertThat(found("object")).isEqualTo(before + 1);
    }

    @Test
    void shouldRemoveNothingFromAStoreThatProbablyBelongsToSomebodyElse() {
        // given
        List<String> strangers = Stream.generate(() -> name(UUID.randomUUID().toString()))
                .limit(150)
                .toList();
        strangers.forEach(this::put);

        // when
        sweep(Instant.now().plusSeconds(5));

        // then
        try (Stream<ListedObject> objects = store.list(DocumentObject.PREFIX + patient.patientId() + "/")) {
            assertThat(objects).hasSize(150);
        }
        assertThat(found("document")).isGreaterThanOrEqualTo(150);
        strangers.forEach(store::delete);
    }

    private void sweep(Instant createdBefore) {
        api.bean(OrphanSweep.class).sweep(createdBefore).block(WITHIN);
    }

    private double found(String without) {
        return api.bean(MeterRegistry.class)
                .get("healthpassport.documents.orphans")
                .tag("without", without)
                .gauge()
                .value();
    }

    private String name(String documentId) {
        return DocumentObject.name(patient.patientId(), documentId);
    }

    private void put(String name) {
        byte[] bytes = {1, 2, 3};
        store.putIfAbsent(name, Channels.newChannel(new ByteArrayInputStream(bytes)), bytes.length, Sha256.of(bytes));
    }
}

package org.healthpassport.api.document.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.document.upkeep.StoreLease;
import org.healthpassport.objects.DocumentStores;
import org.healthpassport.vault.digest.Sha256;
import org.healthpassport.vault.object.DocumentObject;
import org.healthpassport.vault.object.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class OrphanSweepTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UploadedDocuments documents = new UploadedDocuments(api);
    private final SignedIn patient = api.newPatient();
    private final ObjectStore store = api.bean(DocumentStores.class).forNew().get(0);

    @Test
    void shouldRemoveTheObjectsOfDeletedDocumentsAndNoOthers() {
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
        assertThat(store.find(name(deleted))).isPresent();

        // when
        sweep(Instant.now().plusSeconds(5));

        // then
        assertThat(store.find(stored)).isPresent();
        assertThat(store.find(received)).isPresent();
        assertThat(store.find(foreign)).isPresent();
        assertThat(store.find(name(deleted))).isEmpty();
        assertThat(store.find(unknown)).as("an object of another deployment").isPresent();
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
    void shouldRunOnceADayAndNotBesideOtherWork() {
        // given
        OrphanSweepRuns runs = api.bean(OrphanSweepRuns.class);
        Instant now = Instant.now();
        runs.done(now).block(WITHIN);

        // then
        assertThat(runs.isDue(now.plusSeconds(86_399), Duration.ofDays(1)).block(WITHIN))
                .isFalse();
        assertThat(runs.isDue(now.plusSeconds(86_401), Duration.ofDays(1)).block(WITHIN))
                .isTrue();

        // when
        AtomicInteger done = new AtomicInteger();
        StoreLease lease = api.bean(StoreLease.class);
        lease.during(lease.during(Mono.fromRunnable(done::incrementAndGet))
                        .then(Mono.fromRunnable(() -> done.addAndGet(10))))
                .block(WITHIN);

        // then
        assertThat(done).hasValue(10);
        lease.during(Mono.fromRunnable(done::incrementAndGet)).block(WITHIN);
        assertThat(done).hasValue(11);
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

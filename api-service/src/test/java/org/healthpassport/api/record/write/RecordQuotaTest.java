package org.healthpassport.api.record.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.UsageCounters;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.record.quota.RecordQuota;
import org.healthpassport.api.record.quota.RecordSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class RecordQuotaTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Allergies allergies = new Allergies(api, api.newPatient());
    private final UsageCounters counters = new UsageCounters(api, allergies.patientId());

    @Test
    void shouldRefuseMoreRecordsThanAPatientMayHave() {
        // given records from before there were counters
        store(Stream.generate(this::head).limit(ApiUnderTest.RECORDS_PER_PATIENT - 2));
        String path = allergies.create(Allergies.to("Latex"));

        // then
        allergies.post(Allergies.to("Penicillin")).expectStatus().isCreated();
        assertThat(Allergies.text(allergies
                        .post(Allergies.to("Penicillin"))
                        .expectStatus()
                        .isEqualTo(507)))
                .contains("at most " + ApiUnderTest.RECORDS_PER_PATIENT + " records");
        allergies.put(path, 1, Allergies.to("Natural latex")).expectStatus().isOk();
        counters.await(RecordQuota.RECORDS, ApiUnderTest.RECORDS_PER_PATIENT);
    }

    @Test
    void shouldRefuseMoreBytesThanAPatientMayHaveInAllVersions() {
        // given
        String path = allergies.create(Allergies.to("Latex"));
        long version = RecordSize.ofVersion(allergies.text(path).getBytes().length);
        counters.await(RecordQuota.BYTES, RecordSize.ofRecord() + version);
        counters.set(RecordQuota.BYTES, ApiUnderTest.RECORD_BYTES_PER_PATIENT - 2 * version - 10);

        // when
        allergies.put(path, 1, Allergies.to("Latex")).expectStatus().isOk();
        allergies.put(path, 2, Allergies.to("Latex")).expectStatus().isOk();

        // then
        assertThat(Allergies.text(allergies
                        .put(path, 3, Allergies.to("Latex"))
                        .expectStatus()
                        .isEqualTo(507)))
                .contains("at most " + ApiUnderTest.RECORD_BYTES_PER_PATIENT + " bytes");
        allergies.post(Allergies.to("Latex")).expectStatus().isEqualTo(507);
        allergies.delete(path, 3).expectStatus().isNoContent();
    }

    @Test
    void shouldRefuseMoreVersionsThanAPatientMayHave() {
        // given
        String path = allergies.create(Allergies.to("Latex"));
        counters.await(RecordQuota.VERSIONS, 1);
        counters.set(RecordQuota.VERSIONS, ApiUnderTest.VERSIONS_PER_PATIENT - 1);

        // when
        allergies.put(path, 1, Allergies.to("Latex")).expectStatus().isOk();

        // then
        assertThat(Allergies.text(allergies
                        .put(path, 2, Allergies.to("Latex"))
                        .expectStatus()
                        .isEqualTo(507)))
                .contains("at most " + ApiUnderTest.VERSIONS_PER_PATIENT + " versions");
        allergies.delete(path, 2).expectStatus().isNoContent();
        counters.await(RecordQuota.VERSIONS, ApiUnderTest.VERSIONS_PER_PATIENT);
    }

    @Test
    void shouldLeaveNothingBehindOfARefusedVersion() {
        // given
        String path = allergies.create(Allergies.to("Latex"));
        long version = RecordSize.ofVersion(allergies.text(path).getBytes().length);
        counters.await(RecordQuota.BYTES, RecordSize.ofRecord() + version);
        counters.set(RecordQuota.BYTES, ApiUnderTest.RECORD_BYTES_PER_PATIENT - version / 2);

        // when there is room, but less than the version needs
        allergies.put(path, 1, Allergies.to("Latex")).expectStatus().isEqualTo(507);

        // then
        assertThat(versionsOfThisPatient()).isEqualTo(1);
        counters.await(RecordQuota.BYTES, ApiUnderTest.RECORD_BYTES_PER_PATIENT - version / 2);
        counters.await(RecordQuota.VERSIONS, 1);
    }

    @Test
    void shouldCountOnlyWhatWasCommitted() {
        // given
        String path = allergies.create(Allergies.to("Latex"));

        // when
        allergies.put(path, 7, Allergies.to("Latex")).expectStatus().isEqualTo(412);
        allergies.put(path, 1, Allergies.to("Latex")).expectStatus().isOk();
        allergies.delete(path, 2).expectStatus().isNoContent();
        allergies.delete(path, 2).expectStatus().isNoContent();

        // then
        counters.await(RecordQuota.RECORDS, 1);
        counters.await(RecordQuota.VERSIONS, 2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(counters.reserved(RecordQuota.BYTES)).isZero());
    }

    @Test
    void shouldCountADeletionOnceItsRecordIsRestored() {
        // given
        String path = allergies.create(Allergies.to("Latex"));
        long bytes = allergies.text(path).getBytes().length;
        allergies.delete(path, 1).expectStatus().isNoContent();
        counters.await(RecordQuota.VERSIONS, 1);
        counters.await(RecordQuota.BYTES, RecordSize.ofRecord() + RecordSize.ofVersion(bytes));

        // when
        allergies.put(path, 2, Allergies.to("Latex")).expectStatus().isOk();

        // then
        counters.await(RecordQuota.VERSIONS, 3);
        counters.await(RecordQuota.BYTES, RecordSize.ofRecord() + RecordSize.ofVersions(3, 2 * bytes));

        // when
        allergies.delete(path, 3).expectStatus().isNoContent();
        counters.set(RecordQuota.VERSIONS, ApiUnderTest.VERSIONS_PER_PATIENT - 1);

        // then there is room for one version, and it takes two
        allergies.put(path, 4, Allergies.to("Latex")).expectStatus().isEqualTo(507);
    }

    private long versionsOfThisPatient() {
        return api.bean(ReactiveMongoTemplate.class)
                .getCollection("recordVersions")
                .flatMapMany(versions -> versions.find(new Document("subjectId", allergies.patientId())))
                .count()
                .block(Duration.ofSeconds(20));
    }

    private void store(Stream<Document> heads) {
        api.bean(ReactiveMongoTemplate.class).insert(heads.toList(), "records").blockLast(Duration.ofSeconds(60));
    }

    private Document head() {
        return new Document("_id", UUID.randomUUID().toString()).append("subjectId", allergies.patientId());
    }
}

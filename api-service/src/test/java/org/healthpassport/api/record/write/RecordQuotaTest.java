package org.healthpassport.api.record.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.record.Allergies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class RecordQuotaTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Allergies allergies = new Allergies(api, api.newPatient());

    @Test
    void shouldRefuseMoreRecordsThanAPatientMayHave() {
        // given
        String path = allergies.create(Allergies.to("Latex"));
        store(Stream.generate(() -> head(0)).limit(ApiUnderTest.RECORDS_PER_PATIENT - 2));

        // then
        allergies.post(Allergies.to("Penicillin")).expectStatus().isCreated();
        assertThat(Allergies.text(allergies
                        .post(Allergies.to("Penicillin"))
                        .expectStatus()
                        .isEqualTo(507)))
                .contains("at most " + ApiUnderTest.RECORDS_PER_PATIENT + " records");
        allergies.put(path, 1, Allergies.to("Natural latex")).expectStatus().isOk();
    }

    @Test
    void shouldRefuseMoreBytesThanAPatientMayHaveInAllVersions() {
        // given
        String path = allergies.create(Allergies.to("Latex"));
        int room = 2 * allergies.text(path).length() + 10;
        store(Stream.of(head(ApiUnderTest.RECORD_BYTES_PER_PATIENT - room)));

        // when
        allergies.put(path, 1, Allergies.to("Latex")).expectStatus().isOk();
        allergies.put(path, 2, Allergies.to("Latex")).expectStatus().isOk();

        // then
        allergies.put(path, 3, Allergies.to("Latex")).expectStatus().isEqualTo(507);
        allergies.post(Allergies.to("Latex")).expectStatus().isEqualTo(507);
        allergies.delete(path, 3).expectStatus().isNoContent();
    }

    private void store(Stream<Document> heads) {
        api.bean(ReactiveMongoTemplate.class).insert(heads.toList(), "records").blockLast(Duration.ofSeconds(60));
    }

    private Document head(long bytes) {
        return new Document("_id", UUID.randomUUID().toString())
                .append("subjectId", allergies.patientId())
                .append("bytes", bytes);
    }
}

package org.healthpassport.api.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.record.RecordAmended;
import org.healthpassport.events.record.RecordCreated;
import org.healthpassport.events.record.RecordDeleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The traces of a record: events for those who may know of them, and none of its content. */
class RecordPrivacyTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldTellOfEveryChangeButNotWhatItSays() throws IOException {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.PATIENT)) {
            // given a record whose text and codes are unmistakable
            String marker = "quux" + UUID.randomUUID().toString().replace("-", "");
            SignedIn patient = api.newPatient();
            Allergies allergies = new Allergies(api, patient);
            String marked =
                    Allergies.with("\"code\":{\"coding\":[{\"code\":\"%1$s\"}],\"text\":\"%1$s\"}".formatted(marker));

            // when
            String path = allergies.create(marked);
            allergies.put(path, 1, marked).expectStatus().isOk();
            allergies.put(path, 1, marked).expectStatus().isEqualTo(412);
            allergies.get(allergies.list() + "?code=" + marker).expectStatus().isOk();
            allergies.get(path + "/history").expectStatus().isOk();
            allergies.delete(path, 2).expectStatus().isNoContent();
            String refused = Allergies.text(
                    allergies.post(Allergies.with("\"criticality\":\"%1$s\",\"%1$s\":\"%1$s\"".formatted(marker))));
            String malformed = Allergies.text(allergies.post("{\"" + marker + "\":"));

            // then
            String id = Allergies.idIn(path);
            String patientId = patient.patientId();
            List<Event> events = recorded.all(3, event -> event.subject().equals(id));
            assertThat(events)
                    .<Object>extracting(event -> event.payload(event.type().payloadClass()))
                    .containsExactly(
                            new RecordCreated(id, patientId, "AllergyIntolerance", 1L),
                            new RecordAmended(id, patientId, "AllergyIntolerance", 2L),
                            new RecordDeleted(id, patientId, "AllergyIntolerance", 3L));
            assertThat(events)
                    .extracting(Event::type)
                    .containsExactly(EventType.RECORD_CREATED, EventType.RECORD_AMENDED, EventType.RECORD_DELETED);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.key()).isEqualTo(patientId);
                assertThat(event.stamp().getActor()).isEqualTo(patient.accountId());
                assertThat(recorded.detail(event).get("resourceId").asString()).isEqualTo(id);
            });
            assertThat(filesWith(id)).isNotEmpty();
            assertThat(filesWith(marker)).isEmpty();
            assertThat(documentsWith(id)).isNotEmpty();
            assertThat(documentsWith(marker)).isEmpty();
            assertThat(api.logged()).doesNotContain(marker);
            assertThat(malformed)
                    .contains("urn:healthpassport:problem:malformed-request")
                    .doesNotContain(marker);
            assertThat(refused).contains("/criticality");
        }
    }

    @Test
    void shouldRecordWhoTriesAnothersRecordUnderTheirOwnAddress() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.ACCESS)) {
            // given
            Allergies allergies = new Allergies(api, api.newPatient());
            String path = allergies.create(Allergies.to("Penicillin"));
            SignedIn other = api.newPatient();

            // when
            api.client(other)
                    .get()
                    .uri(path.replace(allergies.patientId(), other.patientId()))
                    .header("X-Request-Id", "foreign-" + other.patientId())
                    .exchange()
                    .expectStatus()
                    .isNotFound();

            // then
            Event denied = recorded.one(event -> event.correlationId().equals("foreign-" + other.patientId()));
            assertThat(denied.payload(AccessDenied.class))
                    .isEqualTo(new AccessDenied(
                            allergies.patientId(),
                            DenialReason.NOT_PERMITTED,
                            1,
                            "RECORD",
                            path.substring(path.lastIndexOf('/') + 1),
                            Attempt.READ));
            assertThat(denied.stamp().getActor()).isEqualTo(other.accountId());
        }
    }

    private static List<String> documentsWith(String text) {
        ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);
        return mongo.getCollectionNames()
                .concatMap(name -> mongo.findAll(Document.class, name))
                .map(Document::toJson)
                .filter(document -> document.contains(text))
                .collectList()
                .block(WITHIN);
    }

    /** Those of the store and of the broker, and everything else. */
    private static List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(api.folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }
}

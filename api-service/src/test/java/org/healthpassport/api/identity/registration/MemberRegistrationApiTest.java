package org.healthpassport.api.identity.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.Event;
import org.healthpassport.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Registration of hospitals and doctors. */
class MemberRegistrationApiTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final Members members = new Members(api);

    @Test
    void shouldRegisterHospitalThatWaits() {
        // when
        Map<?, ?> account = created(members.register(Members.hospitalRegistration()));

        // then
        assertThat(account.get("role")).isEqualTo("HOSPITAL");
        assertThat(account.get("status")).isEqualTo("PENDING");
        assertThat((String) account.get("hospitalId")).isNotEqualTo(account.get("accountId"));
        assertThat(account).hasSize(4);
    }

    @Test
    void shouldRegisterDoctorOfActiveHospital() {
        // given
        Member hospital = members.hospital();

        // when
        Map<?, ?> account = created(members.register(Members.doctorRegistration(hospital.hospitalId())));

        // then
        assertThat(account.get("role")).isEqualTo("DOCTOR");
        assertThat(account.get("status")).isEqualTo("PENDING");
        assertThat(account.get("hospitalId")).isEqualTo(hospital.hospitalId());
        assertThat(account).hasSize(4);
    }

    @Test
    void shouldKnowNoDifferenceBetweenHospitalThatWaitsAndNone() {
        // given
        Member pending = members.pendingHospital();

        // then
        for (String hospitalId :
                List.of(pending.hospitalId(), UUID.randomUUID().toString(), pending.accountId(), "x", "$where")) {
            members.register(Members.doctorRegistration(hospitalId))
                    .expectStatus()
                    .isEqualTo(422)
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("/hospitalId")
                    .jsonPath("$.errors[0].detail")
                    .isEqualTo("must be the id of an active hospital");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "licenseNumber, , /licenseNumber",
        "licenseNumber, '', /licenseNumber",
        "hospitalId, , /hospitalId",
        "email, nonsense, /email",
        "organizationName, Mine, /organizationName"
    })
    void shouldPointAtWhatIsWrongWithDoctor(String member, String value, String pointer) {
        Map<String, Object> doctor =
                Members.doctorRegistration(UUID.randomUUID().toString());
        doctor.put(member, value);

        members.register(doctor)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[*].pointer")
                .isEqualTo(List.of(pointer));
    }

    @Test
    void shouldPointAtWhatIsOfTheWrongType() {
        Map<String, Object> hospital = Members.hospitalRegistration();
        hospital.put("organizationName", Map.of("de", "Krankenhaus"));

        members.register(hospital)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/organizationName");
    }

    @Test
    void shouldNotReadWhatIsNoJson() {
        api.client()
                .post()
                .uri("/api/auth/register")
                .contentType(MediaType.APPLICATION_XML)
                .bodyValue("<hospital/>")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectBody();
    }

    @Test
    void shouldGiveAnEmailToOneAccountOnly() {
        // given
        Map<String, Object> hospital = Members.hospitalRegistration();
        created(members.register(hospital));
        long keys = count("subjectKeys");

        // when
        ResponseSpec answer = members.register(hospital);

        // then
        answer.expectStatus().isEqualTo(409).expectBody();
        assertThat(count("subjectKeys")).isEqualTo(keys);
        assertThat(count("unfinishedRegistrations")).isZero();
    }

    @Test
    void shouldTellOfNewDoctorWithoutSayingWhoTheyAre() {
        try (RecordedEvents recorded = new RecordedEvents(api, Topics.IDENTITY)) {
            // given
            Map<String, Object> registration =
                    Members.doctorRegistration(members.hospital().hospitalId());

            // when
            Map<?, ?> account = created(members.register(registration));

            // then
            Event registered = recorded.one(event -> event.key().equals(account.get("accountId")));
            assertThat(registered.stamp().getActorRole()).isEqualTo("ANONYMOUS");
            assertThat(recorded.detail(registered).toString()).doesNotContain("Grace", "L-77");
            assertThat(api.bean(ReactiveMongoTemplate.class)
                            .findById(account.get("accountId"), Document.class, "accounts")
                            .block()
                            .toJson())
                    .doesNotContain("Grace", "L-77", (String) registration.get("hospitalId"));
        }
    }

    private static Map<?, ?> created(ResponseSpec answer) {
        return answer.expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private static long count(String collection) {
        return api.bean(ReactiveMongoTemplate.class)
                .count(new Query(), collection)
                .block();
    }
}

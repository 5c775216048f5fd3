package org.healthpassport.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;

/** Puts markers into all personal data, and searches for them in every place. */
class PersonalDataTest {
    private static final String GIVEN = "Quuxgiven";
    private static final String FAMILY = "Quuxfamily";
    private static final String EMAIL = "quuxemail@quuxdomain.example";
    private static final String PASSWORD = "Quuxpassword 77";
    private static final String ORGANIZATION = "Quuxorganization";
    private static final String LICENSE = "Quuxlicense";
    private static final List<String> MARKERS = List.of(
            GIVEN, FAMILY, "quuxemail", "quuxdomain", PASSWORD, "1977-07-07", "Quuxwrong", ORGANIZATION, LICENSE);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldBeNowhereInTheClear() {
        // given
        Map<String, Object> registration = new HashMap<>(ApiUnderTest.registration(EMAIL));
        registration.put("name", Map.of("given", GIVEN, "family", FAMILY));
        registration.put("password", PASSWORD);
        registration.put("birthDate", "1977-07-07");
        Map<?, ?> account = api.client()
                .post()
                .uri("/api/auth/register")
                .bodyValue(registration)
                .exchange()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        String accountId = (String) account.get("accountId");

        registerHospitalAndDoctor();

        // when
        api.logIn(EMAIL, PASSWORD);
        api.client()
                .post()
                .uri("/api/auth/register")
                .bodyValue(registration)
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody();
        registration.put("birthDate", "1977-07-07-Quuxwrong");
        api.client()
                .post()
                .uri("/api/auth/register")
                .bodyValue(registration)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody();

        // then
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> filesWith(api.folder().resolve("broker"), accountId), found -> !found.isEmpty());
        assertThat(filesWith(api.folder().resolve("store"), accountId)).isNotEmpty();
        for (String marker : MARKERS) {
            assertThat(filesWith(api.folder(), marker)).as(marker).isEmpty();
            assertThat(documents()).as(marker).noneMatch(document -> document.contains(marker));
            assertThat(api.logged()).doesNotContain(marker);
        }
    }

    private static void registerHospitalAndDoctor() {
        Members members = new Members(api);
        Map<String, Object> hospital = Members.hospitalRegistration();
        hospital.put("organizationName", ORGANIZATION);
        Map<?, ?> account = members.register(hospital)
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        members.activateHospital((String) account.get("accountId"))
                .expectStatus()
                .isNoContent()
                .expectBody();
        Map<String, Object> doctor = Members.doctorRegistration((String) account.get("hospitalId"));
        doctor.put("name", Map.of("given", GIVEN, "family", FAMILY));
        doctor.put("licenseNumber", LICENSE);
        members.register(doctor).expectStatus().isCreated().expectBody();
        doctor.put("hospitalId", "Quuxwrong");
        members.register(doctor).expectStatus().isEqualTo(422).expectBody();
    }

    private static List<String> documents() {
        ReactiveMongoTemplate mongo = api.bean(ReactiveMongoTemplate.class);
        return mongo.getCollectionNames()
                .concatMap(name -> Flux.from(mongo.findAll(Document.class, name)))
                .map(document -> document.toJson())
                .collectList()
                .block(Duration.ofSeconds(30));
    }

    private static List<Path> filesWith(Path folder, String text) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException movedMeanwhile) {
            return false;
        }
    }
}

package org.healthpassport.api.unreadable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.healthpassport.api.sharing.SharingUnderTest.idIn;
import static org.healthpassport.api.sharing.SharingUnderTest.summaryLink;

import java.time.Duration;
import org.bson.Document;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.deadletter.ingestion.DeadLetterSweep;
import org.healthpassport.api.sharing.SharingUnderTest;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** An event about something that was damaged is put aside, so that events about others do not wait. */
class ReportsAboutDamagedTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LETTERS = "/api/admin/dead-letters";

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final SharingUnderTest sharing = new SharingUnderTest(api);
    private final Damage damage = new Damage(api);

    @Test
    void shouldPutAReportAsideUntilItsQrCodeIsRestored() throws Exception {
        // given
        SignedIn ada = api.newPatient();
        SignedIn ben = api.newPatient();
        String path = sharing.taken(ada, summaryLink());
        String viewUrl = sharing.seen(ada, path).get("viewUrl").asString();
        byte[] symbol =
                QrSymbol.encode(viewUrl.getBytes(UTF_8), ErrorCorrection.M).packed();
        byte[] sealed = sharing.seal(ada, symbol, idIn(path));
        Document whole = damage.copy("qrCodes", idIn(path));
        damage.flipBit("qrCodes", idIn(path));

        // when
        sharing.report(ada, path, sealed, null);

        // then the code of another patient is drawn soon, although the test's topic has one partition
        sharing.draw(ben, sharing.taken(ben, summaryLink()));

        // and the report waits for an administrator
        SignedIn administrator = api.administrator();
        JsonNode letter = await().atMost(SOON)
                .until(() -> letter(administrator, "api-service-qr-codes", idIn(path)), found -> found != null);
        assertThat(letter.get("kind").asString()).isEqualTo("UNREADABLE");
        assertThat(letter.get("attempts").asInt()).isEqualTo(3);
        assertThat(letter.get("reason").asString())
                .isEqualTo("Expected to read one of the qrCodes, but its seal is broken.");

        // when
        damage.put("qrCodes", whole);
        api.client(administrator)
                .post()
                .uri(LETTERS + "/" + letter.get("id").asString() + "/replay")
                .exchange()
                .expectStatus()
                .isEqualTo(202);

        // then
        sharing.awaitStatus(ada, path, "READY");
    }

    @Test
    void shouldPutAsideWhatAPatientsTrailLacksUntilThePatientsKeysAreRestored() {
        // given keys of somebody else
        SignedIn ada = api.newPatient();
        SignedIn ben = api.newPatient();
        Document whole = damage.stored("subjectKeys", ada.patientId());
        damage.copyField("subjectKeys", ada.patientId(), ben.patientId(), "keysets");
        damage.forgetKeys(ada.patientId());

        // when
        read(ada);
        read(ben);

        // then the trail of another patient goes on soon, although the test's topic has one partition
        await().atMost(SOON).until(() -> damage.count("trail", "patientId", ben.patientId()) > 0);

        // and the event waits for an administrator
        SignedIn administrator = api.administrator();
        JsonNode letter = await().atMost(SOON)
                .until(() -> letter(administrator, "api-service-access-trail", null), found -> found != null);
        assertThat(letter.get("kind").asString()).isEqualTo("UNREADABLE");
        assertThat(letter.get("attempts").asInt()).isEqualTo(3);

        // when
        damage.put("subjectKeys", whole);
        api.client(administrator)
                .post()
                .uri(LETTERS + "/" + letter.get("id").asString() + "/replay")
                .exchange()
                .expectStatus()
                .isEqualTo(202);

        // then
        await().atMost(SOON).until(() -> damage.count("trail", "patientId", ada.patientId()) > 0);
    }

    private static void read(SignedIn patient) {
        api.client(patient)
                .get()
                .uri("/api/patients/" + patient.patientId() + "/records")
                .exchange()
                .expectStatus()
                .isOk();
    }

    /** @param subject of the event; null for any */
    private static JsonNode letter(SignedIn administrator, String consumer, String subject) {
        api.bean(DeadLetterSweep.class).sweep().block(SOON);
        for (JsonNode letter : SharingUnderTest.body(api.client(administrator)
                        .get()
                        .uri(LETTERS + "?state=WAITING&limit=200&consumer=" + consumer)
                        .exchange()
                        .expectStatus()
                        .isOk())
                .get("items")) {
            if (subject == null || letter.path("subject").asString("").equals(subject)) {
                return letter;
            }
        }
        return null;
    }
}

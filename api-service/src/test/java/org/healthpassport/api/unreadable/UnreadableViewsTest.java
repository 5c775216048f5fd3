package org.healthpassport.api.unreadable;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.ConsentUnderTest;
import org.healthpassport.api.document.UploadedDocuments;
import org.healthpassport.api.fhir.FhirClient;
import org.healthpassport.api.fhir.FhirClient.Answer;
import org.healthpassport.api.identity.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The FHIR views of what cannot be read, whose addresses do not say whose it is. */
class UnreadableViewsTest {
    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final FhirClient fhir = new FhirClient(api);
    private final Damage damage = new Damage(api);
    private final SignedIn patient = api.newPatient();

    @Test
    void shouldTellOfADamagedDocumentToThoseAloneWhoMayKnowOfIt() {
        // given
        String id = new UploadedDocuments(api).receivedPdf(patient, 1_000);
        damage.flipBit("documents", id);

        // then
        assertUnreadable("/fhir/DocumentReference/" + id);
        assertUnreadable("/fhir/Binary/" + id);
    }

    @Test
    void shouldTellOfADamagedConsentToThoseAloneWhoMayKnowOfIt() {
        // given
        Members members = new Members(api);
        String id = new ConsentUnderTest(api)
                .granted(patient, ConsentUnderTest.toHospital(members.hospital(), "RECORDS_READ"));
        damage.flipBit("consents", id);

        // then
        assertUnreadable("/fhir/Consent/" + id);
    }

    private void assertUnreadable(String path) {
        Answer ofOwner = fhir.get(patient, path);
        assertThat(ofOwner.status()).isEqualTo(500);
        assertThat(ofOwner.json().at("/issue/0/details/coding/0/code").asString())
                .isEqualTo("unreadable");
        assertThat(fhir.get(api.newPatient(), path).status()).isEqualTo(404);
    }
}

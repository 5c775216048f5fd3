package org.healthpassport.api.identity.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bson.Document;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.vault.key.KeyedDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The blind indexes of accounts. In another form they would not lead to accounts of earlier releases any more. */
class BlindIndexTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldNeverHaveAnotherForm() {
        // given
        SignedIn patient = api.newPatient();
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());

        // when
        Document ofPatient = stored(patient.accountId());
        Document ofDoctor = stored(doctor.accountId());

        // then
        assertThat(ofPatient.getString("emailIndex")).isEqualTo(digest(patient.email()));
        assertThat(ofPatient.getString("person")).isEqualTo(digest("person\n" + patient.patientId()));
        assertThat(ofDoctor.getString("person")).isEqualTo(digest("person\n" + doctor.accountId()));
        assertThat(ofDoctor.getString("colleagues")).isEqualTo(digest("DOCTOR\n" + doctor.hospitalId() + "\nACTIVE"));
    }

    private static Document stored(String accountId) {
        return api.bean(ReactiveMongoTemplate.class)
                .findById(accountId, Document.class, "accounts")
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static String digest(String text) {
        KeyedDigest key =
                (KeyedDigest) api.bean("emailIndexKey", SharedSecret.class).get();
        return key.textOf(text.getBytes(UTF_8));
    }
}

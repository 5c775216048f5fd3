package org.healthpassport.aggregates.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.vault.audit.SealedDetail;
import org.junit.jupiter.api.Test;

class DetailContentTest {
    private static final String ID = "01234567-89ab-7def-8123-456789abcdef";
    private static final Actor DOCTOR = new Actor("a1", "DOCTOR", null, "h1", AccessRight.CONSENT, "c1");

    @Test
    void shouldLeaveOutWhatThereIsNot() {
        DetailContent detail =
                DetailContent.of(null, Actor.ANONYMOUS, AuditedOperation.refused("NO_TOKEN", null), "request-1", null);

        assertThat(new String(detail.toJson(), UTF_8))
                .isEqualTo("{\"reason\":\"NO_TOKEN\",\"requestId\":\"request-1\"}");
    }

    @Test
    void shouldSayWhatWasReadAndFromWhere() {
        Client client = new Client("net", "192.0.2.1", "Browser \"1\"", AuditAction.READ);

        DetailContent detail =
                DetailContent.of("p1", DOCTOR, AuditedOperation.read("DOCUMENT", "d1", "READ"), "request-1", client);

        assertThat(new String(detail.toJson(), UTF_8))
                .isEqualTo(
                        "{\"patientId\":\"p1\",\"right\":\"CONSENT\",\"consentId\":\"c1\",\"resourceType\":\"DOCUMENT\",\"resourceId\":\"d1\",\"interaction\":\"READ\","
                                + "\"requestId\":\"request-1\",\"address\":\"192.0.2.1\",\"userAgent\":\"Browser \\\"1\\\"\"}");
    }

    @Property(tries = 300)
    void shouldNeverBeTooLongForAnEntry(@ForAll @StringLength(max = 1_000) String anything) {
        // given
        Client client = new Client("net", "a".repeat(64), anything, AuditAction.READ);

        // when
        byte[] json = DetailContent.of(
                        ID,
                        new Actor(ID, "DOCTOR", null, ID, AccessRight.REPRESENTATIVE, ID),
                        new AuditedOperation(ID, ID, ID, ID, ID, "😀".repeat(100)),
                        "r".repeat(64),
                        client)
                .toJson();

        // then
        assertThat(json.length + SealedDetail.OVERHEAD_BYTES).isLessThanOrEqualTo(DetailContent.LONGEST_SEALED);
    }
}

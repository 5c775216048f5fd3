package org.healthpassport.api.access.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.healthpassport.api.request.Client;
import org.healthpassport.vault.audit.SealedDetail;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class DetailTest {
    private static final String ID = "01234567-89ab-7def-8123-456789abcdef";

    @Test
    void shouldLeaveOutWhatThereIsNot() {
        Detail detail = Detail.of(null, Matter.refused("NO_TOKEN", null), "request-1", null);

        assertThat(new String(detail.toJson(), UTF_8))
                .isEqualTo("{\"reason\":\"NO_TOKEN\",\"requestId\":\"request-1\"}");
    }

    @Test
    void shouldSayWhatWasReadAndFromWhere() {
        Client client = new Client("net", "192.0.2.1", "Browser \"1\"", HttpMethod.GET);

        Detail detail = Detail.of("p1", Matter.read("DOCUMENT", "d1", "READ"), "request-1", client);

        assertThat(new String(detail.toJson(), UTF_8))
                .isEqualTo(
                        "{\"patientId\":\"p1\",\"resourceType\":\"DOCUMENT\",\"resourceId\":\"d1\",\"interaction\":\"READ\","
                                + "\"requestId\":\"request-1\",\"address\":\"192.0.2.1\",\"userAgent\":\"Browser \\\"1\\\"\"}");
    }

    @Property(tries = 300)
    void shouldNeverBeTooLongForAnEntry(@ForAll @StringLength(max = 1_000) String anything) {
        // given
        HttpHeaders headers = new HttpHeaders();
        headers.add("User-Agent", anything);
        Client client =
                Client.of(MockServerHttpRequest.get("/").headers(headers).build());

        // when
        byte[] json = Detail.of(ID, new Matter(ID, ID, ID, ID, ID, "😀".repeat(100)), "r".repeat(64), client)
                .toJson();

        // then
        assertThat(json.length + SealedDetail.OVERHEAD_BYTES).isLessThanOrEqualTo(Detail.LONGEST_SEALED);
        assertThat(client.userAgent().codePointCount(0, client.userAgent().length()))
                .isLessThanOrEqualTo(200);
        assertThat(client.userAgent()).doesNotMatch("(?s).*\\p{Cntrl}.*");
    }
}

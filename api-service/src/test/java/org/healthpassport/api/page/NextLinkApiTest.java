package org.healthpassport.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.Allergies;
import org.healthpassport.api.web.RawExchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Follows the address of the second page of a list, whatever stood in the address of the first. */
class NextLinkApiTest {
    private static final Pattern LINK = Pattern.compile("<https://passport\\.test(/[!-~]+)>; rel=\"next\"");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static SignedIn patient;

    @BeforeAll
    static void makeTwo() {
        patient = api.newPatient();
        Allergies allergies = new Allergies(api, patient);
        allergies.create(Allergies.to("Latex"));
        allergies.create(Allergies.to("Latex"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void shouldLeadToTheSecondPage(String query) {
        // given
        String list = "/api/patients/" + patient.patientId() + "/records?limit=1&" + query;

        // when
        RawExchange first = get(list);
        var link = LINK.matcher(first.header("Link").orElse(first.toString()));
        assertThat(link.matches()).as(link.toString()).isTrue();
        RawExchange second = get(link.group(1));

        // then
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).contains("\"resourceType\"").isNotEqualTo(first.body());
        assertThat(second.header("Link")).isEmpty();
    }

    static Stream<String> queries() {
        String latex = Allergies.code("Latex");
        return Stream.of(
                "code=http://snomed.info/sct|" + latex,
                "code=http%3A%2F%2Fsnomed.info%2Fsct%7C" + latex,
                "code=http://snomed.info/sct|",
                "from=2020-01-01T00:00:00%2B01:00");
    }

    private static RawExchange get(String target) {
        return RawExchange.send(api.port(), "GET", target, "Authorization: Bearer " + patient.accessToken());
    }
}

package org.healthpassport.fhir.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.healthpassport.fhir.json.FhirJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceValidationTest {
    private static final ResourceValidation VALIDATION = new ResourceValidation();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"onsetDateTime\": \"2021\"",
                "\"onsetDateTime\": \"2020-02-29T12:00:00.5+02:00\"",
                "\"recordedDate\": \"2021-02\", \"_recordedDate\": {\"id\": \"x\"}",
                "\"category\": [\"food\", \"medication\"]",
                "\"onsetString\": \"a\\tb\\r\\nc\"",
                "\"contained\": [{\"resourceType\": \"Practitioner\", \"id\": \"p\", \"name\": [{\"family\": \"Kim\"}]}], \"asserter\": {\"reference\": \"#p\"}",
                "\"_recordedDate\": {\"extension\": [{\"url\": \"http://a\", \"valueDecimal\": 1.00}]}"
            })
    void shouldTake(String members) {
        assertThat(VALIDATION.validate(Allergy.with(members))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"foo\": 1 | /foo",
                "\"_patient\": {\"id\": \"x\"} | /_patient",
                "\"Smith, John\": 1 | ''",
                "\"category\": \"food\" | /category",
                "\"category\": [] | /category",
                "\"category\": [null] | /category/0",
                "\"category\": [\"fruit\"] | /category/0",
                "\"_category\": [{\"extension\": [{\"url\": \"http://a\", \"valueCode\": \"x\"}]}] | /_category/0",
                "\"onsetPeriod\": {\"start\": \"2021\", \"end\": \"2020\"} | /onsetPeriod",
                "\"extension\": [{\"url\": \"a\", \"valueCode\": \"x\"}] | /extension/0/url",
                "\"extension\": [{\"url\": \"http://a\", \"valueUri\": \"urn:uuid:1\"}] | /extension/0/valueUri",
                "\"recorder\": {\"type\": \"Device\"} | /recorder/type",
                "\"note\": {\"text\": \"x\"} | /note",
                "\"note\": [{}] | /note/0",
                "\"note\": [null] | /note/0",
                "\"note\": [{\"time\": \"2021\"}] | /note/0",
                "\"recordedDate\": \"2021-02-30\" | /recordedDate",
                "\"recordedDate\": \"\" | /recordedDate",
                "\"recordedDate\": 2021 | /recordedDate",
                "\"recordedDate\": null | /recordedDate",
                "\"onsetDateTime\": \"2021\", \"onsetString\": \"x\" | /onsetString",
                "\"onsetBoolean\": true | /onsetBoolean",
                "\"recorder\": {\"reference\": \"Device/1\"} | /recorder/reference",
                "\"contained\": [{\"resourceType\": \"Foo\", \"id\": \"d\"}] | /contained/0/resourceType",
                "\"contained\": [{\"resourceType\": \"Practitioner\", \"id\": \"p\", \"foo\": 1}], \"asserter\": {\"reference\": \"#p\"} | /contained/0/foo",
                "\"contained\": [{\"resourceType\": \"Practitioner\", \"id\": \"p\", \"gender\": \"x\"}], \"asserter\": {\"reference\": \"#p\"} | /contained/0/gender",
                "\"contained\": [{\"resourceType\": \"Organization\", \"id\": \"o\"}], \"extension\": [{\"url\": \"http://a\", \"valueReference\": {\"reference\": \"#o\"}}] | /contained/0",
                "\"contained\": [{\"resourceType\": \"Practitioner\", \"id\": \"p\"}] | ''",
                "\"id\": \"a_b\" | /id",
                "\"note\": [{\"text\": \"a \\u0000 b\"}] | /note/0/text",
                "\"onsetString\": \"a \\u001f\" | /onsetString"
            })
    void shouldNameThePlaceOf(String members, String pointer) {
        assertThat(VALIDATION.validate(Allergy.with(members)))
                .extracting(Finding::pointer)
                .containsExactly(pointer);
    }

    /** As precise as nothing is; what compares such moments would take seconds. */
    @Test
    void shouldRefuseTimesOfAnyNumberOfDigits() {
        assertThat(VALIDATION.validate(
                        Allergy.with("\"recordedDate\": \"2021-02-28T23:59:59." + "1".repeat(100) + "Z\"")))
                .extracting(Finding::pointer)
                .containsExactly("/recordedDate");
    }

    @Test
    void shouldNameWhatIsMissing() {
        // when
        List<Finding> findings = VALIDATION.validate(Allergy.with("").without("patient"));

        // then
        assertThat(findings).containsExactly(new Finding("", "must have 'patient'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"p\", \"resource\": %s}]} | /parameter/0/resource",
                "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [{\"fullUrl\": \"http://a/Patient/1\", \"resource\": %s}]} | /entry/0/resource"
            })
    void shouldJudgeResourcesInsideOthersByTheirOwnDefinitions(String container, String pointer) {
        // given
        String valid = "{\"resourceType\": \"Observation\", \"status\": \"final\", \"code\": {\"text\": \"a\"},"
                + " \"performer\": [{\"reference\": \"#p\"}], \"contained\": [{\"resourceType\": \"Patient\", \"id\": \"p\"}]}";

        // then
        assertThat(validate(container.formatted(valid))).isEmpty();
        assertThat(validate(container.formatted(valid.replace("final", "x"))))
                .extracting(Finding::pointer)
                .containsExactly(pointer + "/status");
        assertThat(validate(container.formatted(valid.replace("#p", "#q"))))
                .extracting(Finding::pointer)
                .containsExactlyInAnyOrder(pointer, pointer + "/performer/0");
    }

    @Test
    void shouldTakeTheSameIdInTwoEntries() {
        assertThat(validate("""
                        {"resourceType": "Bundle", "type": "collection", "entry": [
                          {"resource": {"resourceType": "Basic", "code": {"id": "a", "text": "x"}}},
                          {"resource": {"resourceType": "Basic", "code": {"id": "a", "text": "y"}}}]}
                        """)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotTheResourceItKnows() {
        assertThat(VALIDATION.validate(FhirJson.parse("{}".getBytes())))
                .extracting(Finding::pointer)
                .containsExactly("/resourceType");
        assertThat(VALIDATION.validate(FhirJson.parse("{\"resourceType\":\"Address\"}".getBytes())))
                .extracting(Finding::pointer)
                .containsExactly("/resourceType");
    }

    private static List<Finding> validate(String json) {
        return VALIDATION.validate(FhirJson.parse(json.getBytes(UTF_8)));
    }
}

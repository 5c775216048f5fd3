package org.healthpassport.api.document.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeDetectionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%PDF-1.7 | application/pdf",
                "{\"resourceType\":\"Bundle\"} | application/json",
                " [1] | application/json",
                "blood pressure 120/80 | text/plain",
                "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"/> | application/xml",
                "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/> | application/xml"
            })
    void shouldTakeTextsOfTheKnownKinds(String text, String type) {
        assertThat(MediaTypeDetection.of(text.getBytes(StandardCharsets.UTF_8))).hasValue(type);
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a0000000d49484452, image/png",
        "ffd8ffe000104a464946, image/jpeg",
        "524946462400000057454250565038, image/webp",
        "49492a0008000000, image/tiff"
    })
    void shouldTakePicturesOfTheKnownKinds(String hex, String type) {
        assertThat(MediaTypeDetection.of(HexFormat.of().parseHex(hex))).hasValue(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/pdf | %PDF-1.7 | true",
                "application/octet-stream | %PDF-1.7 | true",
                "image/png | %PDF-1.7 | false",
                "text/plain | %PDF-1.7 | false",
                "nonsense | %PDF-1.7 | false",
                "text/plain; charset=UTF-8 | blood pressure | true",
                "TEXT/CSV | blood pressure | true",
                "application/json | blood pressure | false",
                "application/fhir+json | blood pressure | false",
                "application/xml | blood pressure | false",
                "application/fhir+json | {\"a\":1} | true",
                "application/json | {\"a\":1} | true",
                "text/plain | {\"a\":1} | true",
                "application/xml | {\"a\":1} | false",
                "text/xml | <ClinicalDocument/> | true",
                "application/hl7-cda+xml | <ClinicalDocument/> | true",
                "application/json | <ClinicalDocument/> | false"
            })
    void shouldTellIfBytesCanBeOfTheTypeThatSomebodyDeclares(String declared, String text, boolean can) {
        assertThat(MediaTypeDetection.mayBe(declared, text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(can);
    }

    @Test
    void shouldKnowOtherNamesOfATypeAndLeaveTheRestToTheDetection() {
        // given
        byte[] jpeg = HexFormat.of().parseHex("ffd8ffe000104a464946");

        // then
        assertThat(MediaTypeDetection.mayBe("image/jpg", jpeg)).isTrue();
        assertThat(MediaTypeDetection.mayBe("image/jpeg", jpeg)).isTrue();
        assertThat(MediaTypeDetection.mayBe("image/png", jpeg)).isFalse();
        assertThat(MediaTypeDetection.mayBe("image/png", new byte[] {'M', 'Z', 0, 0}))
                .isTrue();
    }

    @Test
    void shouldTakeDicomByItsMarkBehindThePreamble() {
        // given
        byte[] start = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, start, 128, 4);

        // then
        assertThat(MediaTypeDetection.of(start)).hasValue("application/dicom");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZ\u0090\u0000",
                "<html><script>alert(1)</script>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
                "#!/bin/sh",
                "PK\u0003\u0004\u0014\u0000"
            })
    void shouldTakeNothingThatCouldRun(String text) {
        assertThat(MediaTypeDetection.of(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isEmpty();
    }
}

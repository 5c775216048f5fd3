package org.healthpassport.api.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeExtentTest {

    @ParameterizedTest
    @CsvSource({
        "<div>a</div>, 2, 1",
        "<div><p>a</p><p>b</p><br/></div>, 7, 2",
        "<div><b><b>a</b></b></div>, 6, 3",
        "<div><b><!-- > </b> <b> <b> -->a</b></div>, 8, 2",
        "<div><b title=\"/>\"><b title=\"/>\">a</b></b></div>, 6, 3",
    })
    void shouldBeExactForXml(String xhtml, int tags, int depth) {
        assertThat(NarrativeExtent.of(xhtml)).isEqualTo(new NarrativeExtent(tags, depth));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div><br>a</div>",
                "<div></p></p><b>a</b></div>",
                "<div><!-- -- <b> --></div>",
                "<div><p><![CDATA[<b><b>]]></p></div>",
                "<div><?x <b><b> ?></div>",
                "<!DOCTYPE div [<!ENTITY a \"<b>\">]><div>&a;</div>",
                "<div>&nbsp;<b>a</b></div>",
                "<b><b",
            })
    void shouldExpectTheWorstOfAnythingElse(String text) {
        // when
        NarrativeExtent extent = NarrativeExtent.of(text);

        // then
        assertThat(extent.depth()).isEqualTo(extent.tags()).isPositive();
    }
}

package org.healthpassport.api.sharing.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class NarrativeTest {

    /** Every text that somebody wrote is one text in one paragraph and nothing else. */
    @Property(tries = 300)
    void shouldBeTextAndNothingElse(@ForAll String anything) throws Exception {
        // when
        String div = Narrative.paragraph(anything).get("div").asString();

        // then
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(div.getBytes(UTF_8)));
        assertThat(document.getElementsByTagName("*").getLength()).isEqualTo(2);
    }

    @Test
    void shouldKeepWhatCanBeShown() {
        assertThat(Narrative.list(List.of(), List.of("<b>&\"'", "a\u0000b\uD83Dc", "Ü 😀"))
                        .get("div")
                        .asString())
                .isEqualTo("<div xmlns=\"http://www.w3.org/1999/xhtml\"><ul><li>&lt;b&gt;&amp;&quot;&#39;</li>"
                        + "<li>abc</li><li>Ü 😀</li></ul></div>");
    }
}

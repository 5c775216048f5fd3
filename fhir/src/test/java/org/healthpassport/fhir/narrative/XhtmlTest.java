package org.healthpassport.fhir.narrative;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XhtmlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Penicillin",
                "<p class=\"a\">a</p><!-- seen by hand -->",
                "<h1>a</h1><ul><li>b</li></ul><hr/>",
                "<table border=\"1\"><tbody><tr><td colspan=\"2\" style=\"color: red\">a</td></tr></tbody></table>",
                "<a href=\"#note\">a</a> <a href=\"https://example.org/a:b\">c</a> <a name=\"note\">d</a>",
                "<img src=\"data:image/png;base64,AAAA\" alt=\"a rash\"/>",
                "&lt;script&gt; &#160;",
                "<b lang=\"de\" xml:lang=\"de\">a</b>"
            })
    void shouldTake(String content) {
        assertThat(Xhtml.isNarrative(div(content))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " &#160;\n",
                "<p></p>",
                "a<br>",
                "a&nbsp;b",
                "<script>a</script>",
                "<SCRIPT>a</SCRIPT>",
                "<svg/>a",
                "<iframe src=\"https://example.org\"/>a",
                "<form>a<input name=\"b\"/></form>",
                "<link rel=\"stylesheet\" href=\"https://example.org\"/>a",
                "<style>a</style>",
                "<p onclick=\"a\">a</p>",
                "<p data-a=\"a\">a</p>",
                "<p href=\"https://example.org\">a</p>",
                "<a href=\"javascript:a\">a</a>",
                "<a href=\" java&#10;script:a\">a</a>",
                "<a href=\"JaVaScRiPt:a\">a</a>",
                "<a href=\"data:text/html,a\">a</a>",
                "<img src=\"data:image/svg+xml;base64,AAAA\" alt=\"a\"/>",
                "<p style=\"background: url(https://example.org)\">a</p>",
                "<p style=\"width: e\\78pression(a)\">a</p>",
                "<p xmlns=\"http://www.w3.org/2000/svg\">a</p>",
                "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">a</x:script>",
                "<![CDATA[><img src=x onerror=a>]]>a",
                "<!--><img src=\"x\" onerror=\"a\"/>-->a",
                "<!---><img src=\"x\" onerror=\"a\"/>-->a",
                "<?a ><img src=x onerror=a>?>a"
            })
    void shouldRefuse(String content) {
        assertThat(Xhtml.isNarrative(div(content))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "<div>a</div>",
                "<p xmlns=\"http://www.w3.org/1999/xhtml\">a</p>",
                "<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>b",
                "<!DOCTYPE div><div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>",
                "<!DOCTYPE div [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><div xmlns=\"http://www.w3.org/1999/xhtml\">&a;</div>"
            })
    void shouldRefuseWhatIsNotOneDiv(String text) {
        assertThat(Xhtml.isNarrative(text)).isFalse();
    }

    @Test
    void shouldNotMindHowDeepAnythingIs() {
        assertThat(Xhtml.isNarrative(div("<b>".repeat(30_000) + "a" + "</b>".repeat(30_000))))
                .isIn(true, false);
    }

    @Property(tries = 200)
    void shouldGiveAnAnswerForEveryText(@ForAll String text) {
        assertThat(Xhtml.isNarrative(text)).isFalse();
        assertThat(Xhtml.isNarrative(div(text))).isIn(true, false);
    }

    private static String div(String content) {
        return "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + content + "</div>";
    }
}

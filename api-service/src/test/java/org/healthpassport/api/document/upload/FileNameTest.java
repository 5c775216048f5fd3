package org.healthpassport.api.document.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.edge.text.Printable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private static final String DOCTOR = "\ud83d\udc69\u200d\u2695\ufe0f";

    @ParameterizedTest
    @MethodSource
    void shouldKeepOnlyWhatIsAName(String given, String kept) {
        assertThat(FileName.of(given)).isEqualTo(kept);
    }

    static Stream<Arguments> shouldKeepOnlyWhatIsAName() {
        return Stream.of(
                arguments("report.pdf", "report.pdf"),
                arguments("../../etc/passwd", "passwd"),
                arguments("C:\\temp\\x.pdf", "x.pdf"),
                arguments("  spaced.pdf ", "spaced.pdf"),
                arguments("", "document"),
                arguments("..", "document"),
                arguments(
                        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.pdf",
                        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.pdf"),
                arguments("\u0915\u094d\u200d\u0937.pdf", "\u0915\u094d\u200d\u0937.pdf"),
                arguments(DOCTOR + ".pdf", DOCTOR + ".pdf"),
                arguments("\ud83d\ude00".repeat(100) + "a.pdf", "\ud83d\ude00".repeat(97) + "a.pdf"),
                arguments(DOCTOR.repeat(50), DOCTOR.repeat(40)),
                arguments(" ".repeat(3) + "a".repeat(250), "a".repeat(200)),
                arguments("e" + "\u0301".repeat(300), "document"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b\r\n.pdf", "invoice\u202efdp.exe", "a\u2067b.pdf", "half \ud83d.pdf"})
    void shouldRefuseNamesThatCannotBeShownAsTheyAre(String given) {
        assertThatThrownBy(() -> FileName.of(given))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        InvalidInput.class,
                                        invalid -> assertThat(invalid.members())
                                                .singleElement()
                                                .satisfies(member -> assertThat(member.pointer())
                                                        .isEqualTo("/file"))));
    }

    @Property
    void shouldAlwaysBeAShortNameWithoutFolders(@ForAll String given) {
        String name = Printable.only(given);
        Assume.that(name.isBlank() || Printable.is(name));

        assertThat(FileName.of(name)).isNotEmpty().hasSizeLessThanOrEqualTo(200).doesNotContain("/", "\\", "\n", "\r");
    }
}

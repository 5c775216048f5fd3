package org.healthpassport.api.document.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileNameTest {

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
                arguments("a\u0000b\r\n.pdf", "ab.pdf"),
                arguments("invoice\u202efdp.exe", "invoicefdp.exe"));
    }

    @Property
    void shouldAlwaysBeAShortNameWithoutFolders(@ForAll String given) {
        assertThat(FileName.of(given))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("/", "\\", "\n", "\r");
    }
}

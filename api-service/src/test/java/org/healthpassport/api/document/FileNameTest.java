package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "report.pdf, report.pdf",
        "../../etc/passwd, passwd",
        "C:\\temp\\x.pdf, x.pdf",
        "'  spaced.pdf ', spaced.pdf",
        "'', document",
        ".., document",
        "a\u0000b\r\n.pdf, ab.pdf",
        "invoice\u202efdp.exe, invoicefdp.exe"
    })
    void shouldKeepOnlyWhatIsAName(String given, String kept) {
        assertThat(FileName.of(given)).isEqualTo(kept);
    }

    @Property
    void shouldAlwaysBeAShortNameWithoutFolders(@ForAll String given) {
        assertThat(FileName.of(given))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(200)
                .doesNotContain("/", "\\", "\n", "\r");
    }
}

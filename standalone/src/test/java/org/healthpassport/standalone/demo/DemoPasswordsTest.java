package org.healthpassport.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPasswordsTest {
    private static final String ADA = "ada@example.org";
    private static final String BEN = "ben@example.org";

    @TempDir
    private Path folder;

    @Test
    void shouldKeepPasswordsForTheOwnerAlone() throws IOException {
        // when
        DemoPasswords passwords = DemoPasswords.in(folder, List.of(ADA, BEN));

        // then
        assertThat(passwords.of(ADA).password())
                .hasSizeGreaterThan(30)
                .isNotEqualTo(passwords.of(BEN).password());
        assertThat(DemoPasswords.in(folder, List.of(ADA, BEN)).of(ADA)).isEqualTo(passwords.of(ADA));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DemoPasswords.file(folder))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldAddPasswordsOfNewAccounts() throws IOException {
        // given
        DemoAccount ada = DemoPasswords.in(folder, List.of(ADA)).of(ADA);

        // when
        DemoPasswords passwords = DemoPasswords.in(folder, List.of(BEN, ADA));

        // then
        assertThat(passwords.of(ADA)).isEqualTo(ada);
        assertThat(DemoPasswords.in(folder, List.of()).of(BEN)).isEqualTo(passwords.of(BEN));
    }

    @Test
    void shouldKnowNoOtherAccounts() throws IOException {
        // given
        DemoPasswords passwords = DemoPasswords.in(folder, List.of(ADA));

        // then
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.of(BEN));
    }

    @Test
    void shouldShowNoPasswordByAccident() throws IOException {
        // given
        DemoAccount ada = DemoPasswords.in(folder, List.of(ADA)).of(ADA);

        // then
        assertThat(ada.toString()).contains(ADA).doesNotContain(ada.password());
    }
}

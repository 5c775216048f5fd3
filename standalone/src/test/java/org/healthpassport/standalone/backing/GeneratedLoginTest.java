package org.healthpassport.standalone.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.healthpassport.embedded.Login;
import org.healthpassport.standalone.failure.StartFailed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedLoginTest {
    @TempDir
    private Path data;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = data.resolve("keys").resolve("kafka-password");
    }

    @Test
    void shouldMakeAPasswordForTheOwnerAloneAndKeepIt() throws IOException {
        // when
        Login first = GeneratedLogin.in(file);

        // then
        assertThat(first.password())
                .hasSizeGreaterThan(25)
                .isEqualTo(Files.readString(file).strip());
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
        assertThat(GeneratedLogin.in(file)).isEqualTo(first);
        assertThat(first.toString()).doesNotContain(first.password());
    }

    @Test
    void shouldMakeAnotherPasswordIfTheFileIsGone() throws IOException {
        // given
        Login first = GeneratedLogin.in(file);
        Files.delete(file);

        // then
        assertThat(GeneratedLogin.in(file).password()).isNotEqualTo(first.password());
    }

    @Test
    void shouldRefuseAPasswordThatOthersCanRead() throws IOException {
        // given
        GeneratedLogin.in(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        // then
        assertThatThrownBy(() -> GeneratedLogin.in(file))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", "quo\"te", "two\nlines"})
    void shouldSayWhatToDoWithAFileWithoutAPassword(String content) throws IOException {
        // given
        GeneratedLogin.in(file);
        Files.writeString(file, content);

        // then
        assertThatThrownBy(() -> GeneratedLogin.in(file))
                .isInstanceOf(StartFailed.class)
                .hasMessage("The file %s holds no password. Delete it; the next start generates a new one.", file);
    }

    @Test
    void shouldNameAFileThatCannotBeRead() throws IOException {
        // given
        Files.createDirectories(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        // then
        assertThatThrownBy(() -> GeneratedLogin.in(file))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be read");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

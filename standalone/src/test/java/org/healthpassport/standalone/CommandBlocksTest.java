package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command blocks of the documents paste into bash and zsh. */
class CommandBlocksTest {
    static final List<String> FILES = List.of("README.md", "CONTRIBUTING.md", "docs/containers.md");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"");

    /** An interactive zsh takes a comment for arguments, and an unquoted pattern without a match for an error. */
    @ParameterizedTest
    @FieldSource("FILES")
    void shouldHoldNeitherCommentsNorUnquotedPatterns(String file) {
        assertThat(blocks(file))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(QUOTED.matcher(block).replaceAll("''"))
                        .as(block)
                        .doesNotContainPattern("(?m)(^|\\s)#")
                        .doesNotContainPattern("[*?]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void shouldBeValidSyntax(String shell) throws Exception {
        // given
        String commands = String.join(
                "\n", FILES.stream().flatMap(CommandBlocksTest::blocks).toList());

        // when
        Process process;
        try {
            process = new ProcessBuilder(shell, "-n").redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            System.out.println("Skipped: no check of the command blocks by " + shell + ", as it is not installed.");
            Assumptions.abort("no " + shell);
            return;
        }
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write(commands);
        }

        // then
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static Stream<String> blocks(String file) {
        try {
            String text = Files.readString(ServiceSettings.REPOSITORY.resolve(file));
            return BLOCK.matcher(text).results().map(block -> block.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

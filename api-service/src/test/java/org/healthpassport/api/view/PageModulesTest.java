package org.healthpassport.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the pages' own modules in Node, if a recent one is installed. */
class PageModulesTest {
    private static final Path EXAMPLES = Path.of("shared/vectors/smart-health-cards");

    @TempDir
    Path folder;

    @Test
    void shouldHoldInNode() throws Exception {
        // given
        PageInNode page = PageInNode.in(folder);
        Map<String, String> examples =
                examples().map(found -> Map.of("VECTORS", found.toString())).orElse(Map.of());

        // when
        String result = page.run(examples, new byte[0], "node", "--test");

        // then
        assertThat(result).startsWith("0 ").containsPattern("# pass [1-9]").contains("# fail 0");
    }

    /** The official examples, if a copy lies beside the repository. */
    private static Optional<Path> examples() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(EXAMPLES))
                .filter(Files::exists)
                .findFirst();
    }
}

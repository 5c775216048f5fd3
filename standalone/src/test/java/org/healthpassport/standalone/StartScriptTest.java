package org.healthpassport.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code bin/health-passport} with a program in the place of {@code java} that writes down how it is called. */
@EnabledIf(value = "isBashThere", disabledReason = "no bash, which the script needs")
class StartScriptTest {
    private static final String JAVA = """
        #!/bin/bash
        case "$*" in
          *-version*) echo "    java.specification.version = $RELEASE" ;;
          *-Djarmode=tools*) mkdir -p "${@: -3:1}" ;;
          *stop-when-started*)
            echo "trial: $*" >> calls
            [[ ! -e fails ]] || exit 1
            for argument; do
              case $argument in -XX:AOTCacheOutput=*|-XX:ArchiveClassesAtExit=*) echo classes > "${argument#*=}" ;; esac
            done ;;
          *) echo "start: $*" >> calls ;;
        esac
        """;

    @TempDir
    private Path repository;

    static boolean isBashThere() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(repository.resolve("bin"));
        Files.createDirectories(repository.resolve("standalone/target"));
        Files.copy(
                ServiceSettings.REPOSITORY.resolve("bin/health-passport"), repository.resolve("bin/health-passport"));
        Path java = Files.writeString(repository.resolve("bin/java"), JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        build("first");
    }

    @ParameterizedTest
    @CsvSource({
        "17, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
        "21, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
        "25, -XX:AOTCacheOutput=, -XX:AOTCache="
    })
    void shouldRecordOnceAndThenReplay(String release, String record, String replay) throws Exception {
        // when
        run(release);
        run(release);

        // then
        assertThat(calls()).hasSize(3);
        assertThat(calls().get(0)).startsWith("trial: ").contains(record);
        assertThat(calls().subList(1, 3))
                .allSatisfy(call -> assertThat(call).startsWith("start: ").contains(replay));
    }

    @Test
    void shouldRecordAgainForAnotherBuildAndForAnotherJvm() throws Exception {
        // when
        run("17");
        build("second");
        run("17");
        run("25");

        // then
        assertThat(calls()).filteredOn(call -> call.startsWith("trial: ")).hasSize(3);
    }

    @Test
    void shouldStartWithoutARecordIfTheTrialFails() throws Exception {
        // given
        Files.createFile(repository.resolve("fails"));

        // when
        String output = run("17");

        // then
        assertThat(output).contains("Expected a trial start to succeed, but it failed");
        assertThat(calls()).last().asString().startsWith("start: ").doesNotContain("-XX:SharedArchiveFile");
    }

    @Test
    void shouldSayHowToBuildWhatIsMissing() throws Exception {
        // given
        Files.delete(jar());

        // then
        assertThat(run("17")).contains("run: mvn package -DskipTests -pl standalone -am");
        assertThat(repository.resolve("calls")).doesNotExist();
    }

    private void build(String content) throws IOException {
        Files.writeString(jar(), content);
    }

    private Path jar() {
        return repository.resolve("standalone/target/standalone-1-exec.jar");
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(repository.resolve("calls"));
    }

    private String run(String release) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(
                        "/bin/bash", repository.resolve("bin/health-passport").toString())
                .redirectErrorStream(true);
        script.environment().remove("JAVA_HOME");
        script.environment().put("PATH", repository.resolve("bin") + ":" + System.getenv("PATH"));
        script.environment().put("RELEASE", release);
        Process process = script.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}

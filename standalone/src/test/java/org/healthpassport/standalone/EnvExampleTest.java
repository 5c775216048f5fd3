package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthpassport.bus.start.KnownSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .env.example} lists all settings and nothing else. */
class EnvExampleTest {
    static final List<String> SERVICES = ServiceSettings.SERVICES;

    /** Settings without a default in the service itself; both ways to start all services supply one. */
    private static final Map<String, String> DEFAULT_OF_THE_LAUNCHERS =
            Map.of("HEALTHPASSPORT_ADMIN_EMAIL", "admin@localhost");

    @Test
    void shouldListEverySettingOnce() throws IOException {
        // given
        Set<String> settings = new TreeSet<>(ServiceSettings.ofStandalone());
        SERVICES.forEach(service ->
                settings.addAll(ServiceSettings.of(service).defaults().keySet()));

        // then
        assertThat(EnvExample.read().settings())
                .extracting(EnvExample.Setting::name)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(settings);
    }

    /** Each program warns about all others. */
    @Test
    void shouldListWhatEveryProgramKnows() throws IOException {
        assertThat(KnownSettings.names())
                .containsExactlyInAnyOrderElementsOf(
                        EnvExample.read().defaults().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "docker-compose.yml", "Dockerfile", "docs"})
    void shouldKnowAllThatAreWrittenAbout(String path) throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ServiceSettings.REPOSITORY.resolve(path))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("\\bHEALTHPASSPORT_[A-Z_]*[A-Z]\\b")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> named.add(found.group()));
            }
        }

        assertThat(KnownSettings.names()).containsAll(named);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldShowTheDefaultsOfTheService(String service) throws IOException {
        // given
        Map<String, String> shown = EnvExample.read().defaults();

        // then
        ServiceSettings.of(service)
                .defaults()
                .forEach((name, value) ->
                        assertThat(shown).containsEntry(name, DEFAULT_OF_THE_LAUNCHERS.getOrDefault(name, value)));
    }

    @Test
    void shouldExplainEachSettingInOneSentence() throws IOException {
        // given
        List<EnvExample.Setting> settings = EnvExample.read().settings();

        // then
        assertThat(settings).allSatisfy(setting -> assertThat(setting.comment()).matches("# \\S.*\\."));
        assertThat(new HashSet<>(settings))
                .extracting(EnvExample.Setting::comment)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldChangeNothingIfUnedited() throws IOException {
        assertThat(Files.readAllLines(EnvExample.FILE))
                .allSatisfy(line ->
                        assertThat(line.isEmpty() || line.startsWith("#")).isTrue());
    }
}

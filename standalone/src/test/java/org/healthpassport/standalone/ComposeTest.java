package org.healthpassport.standalone;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml} matches the settings of the services; the test needs no Docker. */
class ComposeTest {
    static final List<String> SERVICES = ServiceSettings.SERVICES;

    private static final Path FILE = ServiceSettings.REPOSITORY.resolve("docker-compose.yml");
    private static final List<List<String>> WAYS_TO_RUN_COMPOSE =
            List.of(List.of("docker", "compose"), List.of("docker-compose"));

    private static Map<String, Map<String, Object>> services;

    @BeforeAll
    static void readFile() throws IOException {
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(Files.readString(FILE));
        services = file.get("services");
    }

    @Test
    void shouldBeAcceptedByCompose() throws Exception {
        // given
        List<String> compose = WAYS_TO_RUN_COMPOSE.stream()
                .filter(way -> run(way, "version") == 0)
                .findFirst()
                .orElse(List.of());
        if (compose.isEmpty()) {
            System.out.println("Skipped: no check of docker-compose.yml by Docker Compose, as it is not installed.");
        }
        Assumptions.assumeFalse(compose.isEmpty(), "no Docker Compose");

        // then
        assertThat(run(compose, "--file", FILE.toString(), "config", "--quiet")).isZero();
    }

    /** The file sets each setting of a service, or passes it on from the environment. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldGiveTheServiceAllOfItsSettingsAndNoOther(String service) {
        // given
        ServiceSettings settings = ServiceSettings.of(service);
        Set<String> expected = new TreeSet<>(settings.defaults().keySet());
        // Each service keeps its default port inside its container.
        expected.remove(settings.portVariable());

        // then
        assertThat(environment(service).keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldAskTheServiceForReadiness(String service) {
        // given
        ServiceSettings settings = ServiceSettings.of(service);
        String port = settings.defaults().get(settings.portVariable());

        // then
        assertThat(services.get(service))
                .extractingByKey("healthcheck", InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("test", List.of("CMD", "/app/ready", port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-service", "audit-service"})
    void shouldPublishThePortOfTheServiceToThisMachineAlone(String service) {
        // given
        ServiceSettings settings = ServiceSettings.of(service);
        String port = settings.defaults().get(settings.portVariable());

        // then
        assertThat(services.get(service))
                .containsEntry(
                        "ports", List.of("127.0.0.1:${%s:-%s}:%s".formatted(settings.portVariable(), port, port)));
        assertThat(environment(service)).containsEntry("HEALTHPASSPORT_BIND_ADDRESS", "0.0.0.0");
    }

    /** Their metrics need no token. */
    @ParameterizedTest
    @ValueSource(strings = {"document-worker", "qr-worker"})
    void shouldKeepTheWorkerWithinItsContainer(String service) {
        assertThat(services.get(service)).doesNotContainKey("ports");
        assertThat(environment(service)).containsEntry("HEALTHPASSPORT_WORKER_BIND_ADDRESS", "127.0.0.1");
    }

    /** Otherwise Compose would mark a container as unhealthy that rightly waits. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldGiveTheServiceAsMuchTimeToStartAsItMayWait(String service) {
        // given
        String patience = ServiceSettings.of(service).defaults().get("HEALTHPASSPORT_START_PATIENCE");

        // then
        assertThat(services.get(service))
                .extractingByKey("healthcheck", InstanceOfAssertFactories.map(String.class, Object.class))
                .extractingByKey("start_period", InstanceOfAssertFactories.STRING)
                .satisfies(period -> assertThat(DurationStyle.detectAndParse(period))
                        .isGreaterThan(DurationStyle.detectAndParse(patience)));
    }

    /** Files have second names on their own volume only. */
    @ParameterizedTest
    @ValueSource(strings = {"api-service", "document-worker"})
    void shouldHaveStagedFilesAndObjectsOnOneVolume(String service) {
        // given
        Map<String, Object> environment = environment(service);
        String objects = String.valueOf(environment.get("STORAGE_URL")).replaceAll(".*:-file:(.*)}", "$1");
        String staged =
                String.valueOf(environment.get("HEALTHPASSPORT_STAGING_URL")).replace("file:", "");

        // then
        assertThat(staged).startsWith(objects + "/");
        assertThat(services.get(service))
                .extractingByKey("volumes", InstanceOfAssertFactories.list(String.class))
                .filteredOn(volume -> (staged + "/").startsWith(volume.substring(volume.indexOf(':') + 1) + "/"))
                .containsExactly("objects:" + objects);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldRunAJarThatTheImageHas(String service) throws IOException {
        assertThat(services.get(service)).containsEntry("command", List.of(service + ".jar"));
        assertThat(Files.readString(FILE.resolveSibling("Dockerfile")))
                .containsPattern("mvn .* package .*-pl [a-z,-]*\\b" + service + "\\b")
                .containsPattern("for service in [a-z -]*\\b" + service + "\\b");
        assertThat(Files.readString(FILE.resolveSibling(service).resolve("pom.xml")))
                .contains("<start-class>", "<artifactId>spring-boot-maven-plugin</artifactId>");
    }

    @Test
    void shouldUseOnlyVariablesOfTheExample() throws IOException {
        // given
        Set<String> handedOn = ServiceSettings.usedIn(Files.readString(FILE));
        SERVICES.forEach(service -> environment(service).forEach((name, value) -> {
            if (value == null) {
                handedOn.add(name);
            }
        }));

        // then
        assertThat(EnvExample.read().defaults()).containsKeys(handedOn.toArray(String[]::new));
    }

    @Test
    void shouldPublishNeitherBrokerNorStore() {
        assertThat(List.of("kafka", "mongodb"))
                .allSatisfy(part -> assertThat(services.get(part))
                        .doesNotContainKey("ports")
                        .containsEntry("networks", List.of("data")));
    }

    @Test
    void shouldKeepLastingDataInVolumes() {
        Stream.concat(SERVICES.stream(), Stream.of("kafka", "mongodb"))
                .flatMap(service -> volumes(service).stream())
                .forEach(volume -> assertThat(volume).matches("[a-z-]+:/.+"));
        for (String service : SERVICES) {
            environment(service).values().stream()
                    .filter(value -> value instanceof String text && text.contains("/var/lib/health-passport/"))
                    .forEach(value -> assertThat(volumes(service))
                            .as("%s of %s", value, service)
                            .anyMatch(volume -> overlap((String) value, path(volume))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api-service, 'keys, keys-audit, keys-qr, keys-standing'",
        "document-worker, ''",
        "qr-worker, keys-qr",
        "audit-service, 'keys-audit, keys-log, keys-standing'"
    })
    void shouldGiveTheServiceTheKeysThatItNeedsAndNoOther(String service, String keys) {
        assertThat(volumes(service).stream()
                        .map(volume -> volume.split(":", 2)[0])
                        .filter(volume -> volume.startsWith("keys"))
                        .collect(joining(", ")))
                .isEqualTo(keys);
    }

    /** A mounted folder that the image does not create belongs to root, and no service runs as root. */
    @ParameterizedTest
    @FieldSource("SERVICES")
    void shouldMountVolumesOnFoldersThatTheImageHas(String service) throws IOException {
        assertThat(Files.readString(FILE.resolveSibling("Dockerfile")).split("\\s+"))
                .contains(volumes(service).stream().map(ComposeTest::path).toArray(String[]::new));
    }

    @Test
    void shouldRunTheBrokerInTheVersionOfOurClients() {
        assertThat(services.get("kafka")).containsEntry("image", "apache/kafka:" + AppInfoParser.getVersion());
    }

    /** The image turns {@code KAFKA_LOG_DIRS} into {@code log.dirs}, and so on. */
    @Test
    void shouldConfigureTheBrokerSoThatItStarts() {
        // given
        Properties properties = new Properties();
        environment("kafka").forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS")) {
                properties.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        String.valueOf(value));
            }
        });

        // when
        KafkaConfig config = KafkaConfig.fromProps(properties);

        // then
        assertThat(properties.stringPropertyNames()).allMatch(AbstractKafkaConfig.CONFIG_DEF.names()::contains);
        assertThat(config.logDirs()).containsExactly("/var/lib/kafka/data");
        assertThat(config.numPartitions()).isEqualTo(12);
    }

    @SuppressWarnings("unchecked")
    private static List<String> volumes(String service) {
        return (List<String>) services.get(service).getOrDefault("volumes", List.of());
    }

    private static String path(String volume) {
        return volume.split(":", 2)[1];
    }

    private static boolean overlap(String setting, String path) {
        return setting.contains(path) || path.startsWith(setting + '/');
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> environment(String service) {
        return (Map<String, Object>) services.get(service).get("environment");
    }

    /** The exit code; -1 if there is no such program. */
    private static int run(List<String> command, String... arguments) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Stream.concat(command.stream(), Stream.of(arguments)).toList());
            builder.environment().keySet().removeIf(name -> name.startsWith("HEALTHPASSPORT_"));
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
                if (process.exitValue() != 0 && arguments.length > 1) {
                    System.out.println(said);
                }
            }
            return process.exitValue();
        } catch (IOException notThere) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

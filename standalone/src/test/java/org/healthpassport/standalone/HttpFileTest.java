package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/health-passport.http} calls only existing routes. */
class HttpFileTest {
    private static final Path FILE = ServiceSettings.REPOSITORY.resolve("docs/health-passport.http");
    private static final Pattern REQUEST = Pattern.compile("(?m)^([A-Z]+) \\{\\{(api|audit)}}(\\S*)$");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{(\\w+)}}");

    /** Paths that libraries serve. */
    private static final Set<String> NOT_OF_A_CONTROLLER = Set.of("/actuator/health/readiness", "/v3/api-docs");

    private static final Map<String, Routes> ROUTES = Map.of(
            "api", Routes.in("org.healthpassport.api"),
            "audit", Routes.in("org.healthpassport.audit"));

    private static String text;

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(FILE);
    }

    @Test
    void shouldCallOnlyExistingRoutes() {
        assertThat(REQUEST.matcher(text).results())
                .hasSizeGreaterThan(40)
                .filteredOn(request -> !NOT_OF_A_CONTROLLER.contains(path(request)))
                .allSatisfy(request -> assertThat(ROUTES.get(request.group(2)).have(request.group(1), path(request)))
                        .as(request.group())
                        .isTrue());
    }

    @Test
    void shouldSendValidJson() {
        List<String> bodies = Arrays.stream(text.split("(?m)^###"))
                .filter(request -> Pattern.compile("(?m)^Content-Type: application/(fhir\\+)?json$")
                        .matcher(request)
                        .find())
                .map(request -> request.split("\n\n")[1])
                .toList();

        assertThat(bodies)
                .hasSizeGreaterThan(10)
                .allSatisfy(body -> assertThat(
                                new JsonMapper().readTree(VARIABLE.matcher(body).replaceAll("x")))
                        .isNotEmpty());
    }

    /** Each request uses only variables that earlier requests have set. */
    @Test
    void shouldUseOnlyVariablesThatWereSetBefore() {
        Set<String> known = new TreeSet<>();
        text.lines().forEach(line -> {
            Pattern.compile("^@(\\w+) =").matcher(line).results().forEach(set -> known.add(set.group(1)));
            assertThat(VARIABLE.matcher(line).results().map(used -> used.group(1)))
                    .as(line)
                    .isSubsetOf(known);
            Pattern.compile("client\\.global\\.set\\(\"(\\w+)\"")
                    .matcher(line)
                    .results()
                    .forEach(set -> known.add(set.group(1)));
        });
    }

    private static String path(MatchResult request) {
        return VARIABLE.matcher(request.group(3).split("\\?", 2)[0]).replaceAll("x");
    }
}

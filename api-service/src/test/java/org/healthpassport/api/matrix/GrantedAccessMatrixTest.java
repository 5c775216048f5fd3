package org.healthpassport.api.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.RecordedEvents;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.matrix.Callers.Caller;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.DataRead;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * Every route to the data of a patient, for everybody who has or had a right to some of it: {@code rights.txt} says which
 * scope a route needs. Those who have it get the answer and the events that {@code routes.txt} has for the patient, by
 * their right; all others are denied, which is recorded for the patient.
 */
class GrantedAccessMatrixTest {
    private static final int BUSY = 503;
    /** Few, as accesses are shown only once those of moments before are in the list. */
    private static final int AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Routes that lead to no data of the patient, each with the reason. */
    private static final Map<String, String> WITHOUT_RIGHT = Map.of(
            "POST /api/patients/{patientId}/emergency-access",
            "it makes a right, for doctors who have none",
            "POST /api/patients/{patientId}/consent-requests",
            "it asks for a right");

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final Map<String, MatrixRow> ROUTES =
            MatrixRow.all().stream().collect(Collectors.toMap(MatrixRow::toString, Function.identity()));
    private static final List<Line> LINES = lines();

    private static RightHolders holders;
    private static String patientId;
    private static List<Answered> answers;
    private static Map<String, List<Event>> events;

    /** A line of {@code rights.txt}. */
    private record Line(MatrixRow row, AccessScope scope, Map<RightHolder, Expectation> exceptions) {

        Expectation of(RightHolder holder) {
            Expectation allowed = holder.mayUse(scope) ? row.cells().get(Who.SELF) : holder.denied();
            return exceptions.getOrDefault(holder, allowed);
        }

        /** True if whoever is let in leaves nothing for the next one. */
        boolean usesUp() {
            return row.method().equals("DELETE") || row.path().contains("{requestId}");
        }
    }

    private record Answered(Line line, RightHolder by, String requestId, int status) {
        @Override
        public String toString() {
            return line.row() + " by " + by;
        }
    }

    private static List<Line> lines() {
        try (InputStream in = GrantedAccessMatrixTest.class.getResourceAsStream("rights.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> parse(line.split("\\|")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line parse(String[] parts) {
        MatrixRow row = ROUTES.get(parts[0].strip());
        assertThat(row).as("the line of %s in routes.txt", parts[0].strip()).isNotNull();
        Map<RightHolder, Expectation> exceptions = new EnumMap<>(RightHolder.class);
        Arrays.stream(parts).skip(2).map(String::strip).forEach(exception -> {
            String[] words = exception.split(" ", 2);
            exceptions.put(RightHolder.valueOf(words[0]), Expectation.parse(words[1]));
        });
        return new Line(row, AccessScope.valueOf(parts[1].strip()), exceptions);
    }

    @BeforeAll
    static void ask() {
        Callers callers = new Callers(api);
        holders = new RightHolders(api, callers);
        patientId = callers.shared(Who.SELF).signedIn().patientId();
        events = MatrixEvents.during(api, () -> {
                    answers = Flux.fromIterable(LINES)
                            .flatMap(line -> answersTo(line, callers), AT_ONCE)
                            .collectList()
                            .block(PATIENCE);
                    return answers.stream()
                            .filter(answer ->
                                    !answer.line().of(answer.by()).events().isEmpty())
                            .map(Answered::requestId)
                            .collect(Collectors.toSet());
                })
                .stream()
                .collect(Collectors.groupingBy(Event::correlationId));
    }

    private static Flux<Answered> answersTo(Line line, Callers callers) {
        return blocking(() -> new Things(api, callers, line.row()))
                .flatMapMany(shared -> Flux.fromArray(RightHolder.values())
                        .concatMap(by -> blocking(() -> ask(
                                line,
                                by,
                                line.usesUp() && !line.of(by).isDenied()
                                        ? new Things(api, callers, line.row())
                                        : shared))));
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }

    /** Like any client, asks again where the service is too busy: that says nothing about a right. */
    private static Answered ask(Line line, RightHolder by, Things things) {
        return await().pollInSameThread()
                .atMost(PATIENCE)
                .until(
                        () -> askOnce(line, by, things),
                        answer -> answer.status() != BUSY || line.of(by).status() == BUSY);
    }

    private static Answered askOnce(Line line, RightHolder by, Things things) {
        String requestId = UUID.randomUUID().toString();
        return new Answered(
                line,
                by,
                requestId,
                things.request(line.row(), holders.caller(by))
                        .header("X-Request-Id", requestId)
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value());
    }

    @Test
    void shouldAnswerByTheRightOfThatMomentAndRecordIt() {
        // when
        List<String> different = answers.stream()
                .map(answer -> {
                    Expectation expected = answer.line().of(answer.by());
                    Expectation was = Expectation.of(
                            answer.status(),
                            eventsOf(answer).stream()
                                    .map(event -> event.type().ceType())
                                    .toList());
                    return expected.equals(was) ? null : answer + ": expected " + expected + ", but was " + was;
                })
                .filter(Objects::nonNull)
                .toList();

        // then
        assertThat(answers).hasSize(LINES.size() * RightHolder.values().length);
        assertThat(different).isEmpty();
    }

    @Test
    void shouldRecordTheRightAndTheConsentThatAllowedIt() {
        try (RecordedEvents recorded = new RecordedEvents(api)) {
            assertThat(answers)
                    .filteredOn(answer -> !answer.line().of(answer.by()).isDenied())
                    .hasSizeGreaterThan(LINES.size())
                    .allSatisfy(answer -> assertThat(eventsOf(answer)).allSatisfy(event -> {
                        AccessRight right = answer.by().right();
                        Optional<String> consentId = holders.consentId(answer.by());
                        assertIsBy(answer, event);
                        JsonNode detail = recorded.detail(event);
                        assertThat(detail.path("right").asString("")).isEqualTo(String.valueOf(right));
                        assertThat(detail.path("consentId").asString("")).isEqualTo(consentId.orElse(""));
                        assertThat(event.stamp().getBreakGlass()).isEqualTo(right == AccessRight.EMERGENCY);
                        if (event.type() == EventType.DATA_READ) {
                            DataRead read = event.payload(DataRead.class);
                            assertThat(read.getRight()).isEqualTo(right);
                            assertThat(Optional.ofNullable(read.getConsentId())).isEqualTo(consentId);
                            assertThat(read.getPatientId()).isEqualTo(patientId);
                        }
                    }));
        }
    }

    @Test
    void shouldTellThePatientOfEachDenial() {
        assertThat(answers)
                .filteredOn(answer -> Set.of(403, 404).contains(answer.status()))
                .filteredOn(answer -> answer.line().of(answer.by()).isDenied())
                .hasSizeGreaterThan(LINES.size())
                .allSatisfy(answer -> assertThat(eventsOf(answer))
                        .singleElement()
                        .satisfies(event -> {
                            assertIsBy(answer, event);
                            assertThat(event.payload(AccessDenied.class).getPatientId())
                                    .isEqualTo(patientId);
                            assertThat(event.payload(AccessDenied.class).getResourceType())
                                    .isNotNull();
                        }));
    }

    @Test
    void shouldHaveALineForEveryRouteToAPatientAndNoOther() {
        // given
        Set<String> routes = new TreeSet<>();
        api.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternsCondition().getPatterns().stream()
                        .map(Object::toString)
                        .filter(pattern -> pattern.contains("{patientId}"))
                        .forEach(pattern -> route.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method + " " + pattern))));
        ROUTES.values().stream()
                .filter(row -> row.path().contains("{patientId}")
                        || row.path().matches("/fhir/.*/\\{(record|document|consent|provenance)Id}.*"))
                .map(MatrixRow::route)
                .forEach(routes::add);
        routes.removeAll(WITHOUT_RIGHT.keySet());

        // then
        assertThat(LINES.stream().map(line -> line.row().route()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    private static void assertIsBy(Answered answer, Event event) {
        Caller caller = holders.caller(answer.by());
        assertThat(event.stamp().getActor())
                .as(answer.toString())
                .isEqualTo(caller.signedIn().accountId());
    }

    private static List<Event> eventsOf(Answered answer) {
        return events.getOrDefault(answer.requestId(), List.of());
    }
}

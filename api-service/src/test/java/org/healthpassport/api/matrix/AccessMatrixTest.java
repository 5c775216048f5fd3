package org.healthpassport.api.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.matrix.Callers.Caller;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.Attempt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Every route for every kind of caller: {@code routes.txt} says what the contract says, and this test asks the service, over
 * HTTP, and compares the answers and the events that they leave.
 */
class AccessMatrixTest {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private static final List<MatrixRow> ROWS = MatrixRow.all();

    /** Lines with an id that anybody may send, each with the reason. */
    private static final Map<String, String> FOR_EVERYBODY = Map.of(
            "/api/hospitals/{hospitalId}/doctors",
            "the directory, in which patients find whom to give a consent",
            "/api/me/sessions/{sessionId=own}",
            "each caller's own session",
            "/fhir/{type=AllergyIntolerance}",
            "the body names the patient, and is refused with 422",
            "/fhir/{type=AllergyIntolerance}/$validate",
            "stores and shows nothing but what the caller sent",
            "/swagger-ui/{name=index.html}",
            "a file of the description of the API");

    private static Callers callers;
    private static List<Answered> answers;
    private static List<Event> events;

    /** A request of the matrix. */
    private record Asked(MatrixRow row, Who who, String requestId) {
        Expectation expected() {
            return row.cells().get(who);
        }

        @Override
        public String toString() {
            return row + " by " + who;
        }
    }

    private record Answered(Asked asked, int status) {}

    @BeforeAll
    static void ask() {
        callers = new Callers(api);
        // One that another test began runs for a day, and would be in the way of ours.
        api.bean(ReactiveMongoTemplate.class)
                .remove(new Query(), "keyRotations")
                .block(PATIENCE);
        events = MatrixEvents.during(api, () -> {
            answers = Flux.fromIterable(ROWS)
                    .flatMap(AccessMatrixTest::answersTo, AT_ONCE)
                    .collectList()
                    .block(PATIENCE);
            return answers.stream()
                    .filter(answer -> !answer.asked().expected().events().isEmpty())
                    .map(answer -> answer.asked().requestId())
                    .collect(Collectors.toSet());
        });
    }

    private static Flux<Answered> answersTo(MatrixRow row) {
        return Mono.fromCallable(() -> new Things(api, callers, row))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapMany(things -> Flux.fromArray(Who.values())
                        .concatMap(who -> Mono.fromCallable(() -> ask(row, who, things))
                                .subscribeOn(Schedulers.boundedElastic())));
    }

    private static Answered ask(MatrixRow row, Who who, Things things) {
        Caller caller = who == Who.ANONYMOUS ? null : row.everybodyNew() ? callers.make(who) : callers.shared(who);
        Asked asked = new Asked(row, who, UUID.randomUUID().toString());
        return new Answered(
                asked,
                things.request(row, caller)
                        .header("X-Request-Id", asked.requestId())
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus()
                        .value());
    }

    @Test
    void shouldAnswerEveryCallerAsTheContractSaysAndRecordIt() {
        // given
        Map<String, List<String>> recorded = new HashMap<>();
        events.forEach(event -> recorded.computeIfAbsent(event.correlationId(), id -> new ArrayList<>())
                .add(event.type().ceType()));

        // when
        List<String> different = answers.stream()
                .map(answer -> {
                    Asked asked = answer.asked();
                    Expectation expected = asked.expected();
                    Expectation was =
                            Expectation.of(answer.status(), recorded.getOrDefault(asked.requestId(), List.of()));
                    return expected.equals(was) ? null : asked + ": expected " + expected + ", but was " + was;
                })
                .filter(Objects::nonNull)
                .toList();

        // then
        assertThat(answers).hasSize(ROWS.size() * Who.values().length);
        assertThat(different).isEmpty();
    }

    @Test
    void shouldHaveALineForEveryRouteAndNoOther() {
        // given
        Set<String> routes = new TreeSet<>();
        api.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternsCondition()
                        .getPatterns()
                        .forEach(pattern -> route.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(method + " " + pattern.getPatternString()))));

        // then
        Set<String> lines = ROWS.stream().map(MatrixRow::route).collect(Collectors.toSet());
        assertThat(lines).containsExactlyInAnyOrderElementsOf(routes);
    }

    /** OWASP API1:2023. */
    @Test
    void shouldDenyTheThingsOfOthersAndRecordTheAttempt() {
        assertThat(ROWS)
                .filteredOn(row -> row.namesAnObject() && !FOR_EVERYBODY.containsKey(row.path()))
                .hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(row.cells().get(Who.OTHER))
                        .as(row.toString())
                        .satisfies(cell -> {
                            assertThat(cell.status()).isIn(403, 404);
                            assertThat(cell.isDenied()).isTrue();
                        }));
    }

    /** OWASP API3:2023: nobody gives themselves a role, another status or another account, wherever a body is taken. */
    @Test
    void shouldTakeNoMemberThatTheRouteDoesNotHave() {
        // given
        List<MatrixRow> taking = ROWS.stream()
                .filter(row -> row.hasJsonBody() && row.whoIsLetIn().isPresent())
                .toList();

        // when
        List<String> taken = Flux.fromIterable(taking)
                .flatMap(
                        row -> Flux.just("role", "status", "accountId", "nonsense")
                                .filter(member -> !row.body().contains('"' + member + '"'))
                                .concatMap(member -> Mono.fromCallable(() -> {
                                            MatrixRow more = row.withMember(member);
                                            Who who = row.whoIsLetIn().orElseThrow();
                                            Things things = new Things(api, callers, more);
                                            return new Answered(
                                                    new Asked(more, who, member),
                                                    ask(more, who, things).status());
                                        })
                                        .subscribeOn(Schedulers.boundedElastic())),
                        AT_ONCE)
                .filter(answer -> answer.status() != 400 && answer.status() != 422)
                .map(answer -> answer.asked() + " with " + answer.asked().requestId() + ": " + answer.status())
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(taking).hasSizeGreaterThan(5);
        assertThat(taken).isEmpty();
    }

    @Test
    void shouldDescribeRequestsByExamplesThatWork() {
        // given
        OpenApiExamples examples = OpenApiExamples.of(api);
        List<MatrixRow> taking = ROWS.stream()
                .filter(row -> row.hasJsonBody() && row.whoIsLetIn().isPresent())
                .toList();

        // when
        List<String> refused = Flux.fromIterable(taking)
                .flatMap(
                        row -> Mono.fromCallable(() -> {
                                    MatrixRow byExamples = row.withBody(examples.body(row));
                                    Who who = row.whoIsLetIn().orElseThrow();
                                    return ask(byExamples, who, new Things(api, callers, row));
                                })
                                .subscribeOn(Schedulers.boundedElastic()),
                        AT_ONCE)
                .filter(answer -> answer.status() != answer.asked().expected().status())
                .map(answer -> answer.asked() + ": " + answer.status() + " to "
                        + answer.asked().row().body())
                .collectList()
                .block(PATIENCE);

        // then
        assertThat(refused).isEmpty();
        assertThat(examples.missing()).isEmpty();
    }

    /** A denial that does not say what was tried comes from a route that {@code Tried} does not know. */
    @Test
    void shouldSayOfEachDenialWhatWasTried() {
        // given
        Map<String, Asked> asked =
                answers.stream().map(Answered::asked).collect(Collectors.toMap(Asked::requestId, request -> request));

        // when
        List<Event> denials = events.stream()
                .filter(event -> event.type() == EventType.ACCESS_DENIED && asked.containsKey(event.correlationId()))
                .toList();

        // then
        assertThat(denials).hasSizeGreaterThan(ROWS.size()).allSatisfy(denial -> {
            AccessDenied tried = denial.payload(AccessDenied.class);
            assertThat(tried.getResourceType())
                    .as(asked.get(denial.correlationId()).toString())
                    .isNotNull();
            assertThat(tried.getInteraction()).isNotEqualTo(Attempt.UNKNOWN);
        });
    }
}

package org.healthpassport.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.aggregates.AggregatesConfiguration;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.api.ApiApplication;
import org.healthpassport.api.disk.DiskRefusal;
import org.healthpassport.api.document.upload.UploadRefusal;
import org.healthpassport.api.record.RecordRefusal;
import org.healthpassport.api.record.resource.ResourceRefusal;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

class RefusalProblemsTest {
    private static final Set<Class<?>> REFUSALS = refusals();

    private final RefusalProblems table = new RefusalProblems();

    @Test
    void shouldHaveAnAnswerForEveryRefusal() {
        assertThat(REFUSALS).hasSizeGreaterThan(10);
        assertThat(REFUSALS).isEqualTo(table.answered());
    }

    @Test
    void shouldKnowRefusalsThatAreValuesOfASealedSet() {
        assertThat(REFUSALS).allSatisfy(refusal -> {
            assertThat(refusal).isRecord();
            assertThat(refusal == InvalidInput.class
                            || Arrays.stream(refusal.getInterfaces()).anyMatch(Class::isSealed))
                    .isTrue();
        });
    }

    @Test
    void shouldAnswerWithTheWordsOfTheTable() {
        assertThat(table.problemOf(new RecordRefusal.StaleRecord(3).asException()))
                .contains(Problem.of(ProblemType.STALE_VERSION, "The record is at version 3 now."));
        assertThat(table.problemOf(InvalidInput.at("/type", "must be given").asException()))
                .contains(Problem.invalid("/type", "must be given"));
        assertThat(table.problemOf(new ResourceRefusal.NotFhirJson("must be JSON", "/id").asException()))
                .contains(Problem.of(ProblemType.MALFORMED_REQUEST, "The body must be JSON.")
                        .at("/id", "must be JSON"));
        assertThat(table.problemOf(new UploadRefusal.FileTooLarge(7).asException()))
                .contains(Problem.of(ProblemType.TOO_LARGE, "The file is too large: it can have at most 7 bytes."));
        assertThat(table.problemOf(new DiskRefusal.NoNewData().asException())).hasValueSatisfying(problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.STORAGE_FULL);
            assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(60));
        });
    }

    @Test
    void shouldKnowNoOtherFailures() {
        assertThat(table.problemOf(new IllegalStateException())).isEqualTo(Optional.empty());
    }

    private static Set<Class<?>> refusals() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(Refusal.class));
        return Stream.of(ApiApplication.class, AggregatesConfiguration.class)
                .flatMap(root -> scan.findCandidateComponents(root.getPackageName()).stream())
                .map(found -> ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null))
                .collect(Collectors.toSet());
    }
}

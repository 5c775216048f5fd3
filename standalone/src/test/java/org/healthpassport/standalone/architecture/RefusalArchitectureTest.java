package org.healthpassport.standalone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates;
import java.util.List;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.WebFilter;

/** A refusal is a value of the domain; the answer to it is known at the edge only. */
class RefusalArchitectureTest {
    private static final JavaClasses everything = MeasuredModule.everything();

    /** Known to its package alone; a name that is none makes the rule below stricter. */
    private static final String SECURITY = "org.healthpassport.api.identity.token.SecurityConfiguration";

    /** Answers a range beyond the end with 416, which needs a header with the size (RFC 9110, 15.5.17). */
    private static final String RANGES = "org.healthpassport.api.document.content.DocumentContent";

    /** The tables of answers, and features that are nothing but edge: documentation, drawings, pages. */
    private static final DescribedPredicate<JavaClass> EDGE = resideInAnyPackage(
                    "org.healthpassport.api.web..",
                    "org.healthpassport.api.openapi..",
                    "org.healthpassport.api.goqr..",
                    "org.healthpassport.api.view..")
            .or(assignableTo(WebFilter.class))
            .or(DescribedPredicate.describe(
                    "the security of routes", type -> type.getName().equals(SECURITY)));

    @Test
    void onlyTheEdgeShouldKnowProblems() {
        noClasses()
                .that()
                .resideInAPackage("org.healthpassport.api..")
                .and(not(EDGE))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.healthpassport.edge.problem..")
                .because("api.web has the answer to each refusal and each failure")
                .check(everything);
    }

    @Test
    void onlyTheEdgeShouldRefuseWithAStatus() {
        noClasses()
                .that()
                .resideInAPackage("org.healthpassport.api..")
                .and(not(EDGE))
                .and(not(Predicates.metaAnnotatedWith(Controller.class)))
                .and()
                .doNotHaveFullyQualifiedName(RANGES)
                .should()
                .dependOnClassesThat(assignableTo(ErrorResponse.class))
                .orShould()
                .beAnnotatedWith(ResponseStatus.class)
                .because("nothing below the controllers knows HTTP")
                .check(everything);
    }

    @Test
    void refusalsShouldBeRecordsOfTheSealedSetOfTheirFeature() {
        // given
        List<JavaClass> refusals = everything.stream()
                .filter(type -> type.isAssignableTo(Refusal.class) && !type.isEquivalentTo(Refusal.class))
                .filter(type -> !type.isEquivalentTo(InvalidInput.class))
                .toList();

        // then
        assertThat(refusals).hasSizeGreaterThan(20);
        assertThat(refusals)
                .filteredOn(JavaClass::isInterface)
                .allSatisfy(set -> assertThat(set.isSealed()).as(set.getName()).isTrue());
        assertThat(refusals).filteredOn(type -> !type.isInterface()).allSatisfy(refusal -> {
            assertThat(refusal.isRecord()).as(refusal.getName()).isTrue();
            assertThat(refusal.getEnclosingClass()).as(refusal.getName()).hasValueSatisfying(set -> {
                assertThat(set.isSealed()).isTrue();
                assertThat(set.isAssignableTo(Refusal.class)).isTrue();
                assertThat(refusal.isAssignableTo(set.getName())).isTrue();
            });
        });
    }
}

package org.healthpassport.standalone.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.healthpassport.audit.AuditApplication;
import org.healthpassport.audit.verify.VerifyCommand;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.standalone.StandaloneApplication;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;

class ArchitectureTest {
    private static final JavaClasses everything = MeasuredModule.everything();

    /** Known to its package alone; a name that is none makes the rules below stricter. */
    private static final String PARENT_WATCH = "org.healthpassport.standalone.ParentWatch";

    @Test
    void modulesShouldDependOnlyOnWhatTheyAreBuiltUpon() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitecture()
                .withOptionalLayers(true)
                .layer("foreign-checks")
                .definedBy("org.healthpassport.foreign..")
                .layer("events-schema")
                .definedBy("org.healthpassport.events..")
                .layer("embedded-stack")
                .definedBy("org.healthpassport.embedded..")
                .layer("event-bus")
                .definedBy("org.healthpassport.bus..")
                .layer("vault")
                .definedBy("org.healthpassport.vault..")
                .layer("object-stores")
                .definedBy("org.healthpassport.objects..")
                .layer("key-management")
                .definedBy("org.healthpassport.keymanagement..")
                .layer("qr-code")
                .definedBy("org.healthpassport.qrcode..")
                .layer("fhir")
                .definedBy("org.healthpassport.fhir..")
                .layer("http-edge")
                .definedBy("org.healthpassport.edge..")
                .layer("aggregates")
                .definedBy("org.healthpassport.aggregates..")
                .layer("api-service")
                .definedBy("org.healthpassport.api..")
                .layer("document-worker")
                .definedBy("org.healthpassport.documents..")
                .layer("qr-worker")
                .definedBy("org.healthpassport.qrworker..")
                .layer("audit-service")
                .definedBy("org.healthpassport.audit..")
                .layer("standalone")
                .definedBy("org.healthpassport.standalone..")
                .whereLayer("foreign-checks")
                .mayNotAccessAnyLayer()
                .whereLayer("foreign-checks")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("events-schema")
                .mayNotAccessAnyLayer()
                .whereLayer("embedded-stack")
                .mayNotAccessAnyLayer()
                .whereLayer("vault")
                .mayNotAccessAnyLayer()
                .whereLayer("object-stores")
                .mayOnlyAccessLayers("vault")
                .whereLayer("key-management")
                .mayOnlyAccessLayers("events-schema", "vault")
                .whereLayer("qr-code")
                .mayNotAccessAnyLayer()
                .whereLayer("fhir")
                .mayNotAccessAnyLayer()
                .whereLayer("http-edge")
                .mayOnlyAccessLayers("event-bus")
                .whereLayer("event-bus")
                .mayOnlyAccessLayers("events-schema")
                .whereLayer("aggregates")
                .mayOnlyAccessLayers("events-schema", "event-bus", "vault", "key-management")
                .whereLayer("api-service")
                .mayOnlyAccessLayers(
                        "events-schema",
                        "event-bus",
                        "vault",
                        "object-stores",
                        "qr-code",
                        "fhir",
                        "http-edge",
                        "aggregates")
                .whereLayer("document-worker")
                .mayOnlyAccessLayers(
                        "events-schema", "event-bus", "vault", "key-management", "object-stores", "http-edge")
                .whereLayer("qr-worker")
                .mayOnlyAccessLayers("events-schema", "event-bus", "vault", "key-management", "qr-code", "http-edge")
                .whereLayer("audit-service")
                .mayOnlyAccessLayers("events-schema", "event-bus", "vault", "key-management", "http-edge")
                .whereLayer("standalone")
                .mayNotBeAccessedByAnyLayer()
                .check(everything);
    }

    @Test
    void onlyStandaloneShouldDependOnADeployable() {
        // given
        List<String> deployables = everything.stream()
                .filter(type -> type.isAnnotatedWith(SpringBootApplication.class))
                .map(JavaClass::getPackageName)
                .toList();

        // then
        assertThat(deployables).hasSizeGreaterThanOrEqualTo(4);
        assertThat(deployables)
                .allSatisfy(deployable -> noClasses()
                        .that()
                        .resideOutsideOfPackages(deployable + "..", StandaloneApplication.class.getPackageName() + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(deployable + "..")
                        .check(everything));
    }

    @Test
    void theEdgeShouldKnowOfTheBusNothingButFailuresAndTheStart() {
        noClasses()
                .that()
                .resideInAPackage("org.healthpassport.edge..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.healthpassport.bus..")
                        .and(resideOutsideOfPackages(
                                "org.healthpassport.bus.failure..", "org.healthpassport.bus.start..")))
                .check(everything);
    }

    @Test
    void workersShouldTakeOfTheEdgeOnlyTheLimitsOfConnections() {
        noClasses()
                .that()
                .resideInAnyPackage("org.healthpassport.documents..", "org.healthpassport.qrworker..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.healthpassport.edge..")
                        .and(resideOutsideOfPackages("org.healthpassport.edge.connection..")))
                .because("they have no API, and run without what the rest of the edge needs")
                .check(everything);
    }

    @Test
    void theWritePathShouldNotKnowHttp() {
        noClasses()
                .that()
                .resideInAPackage("org.healthpassport.aggregates..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.http..",
                        "org.springframework.web..",
                        "org.springframework.security..",
                        "reactor.netty..")
                .allowEmptyShould(true)
                .check(everything);
    }

    @Test
    void contractVaultCodesAndFhirShouldKnowNeitherSpringNorMongo() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.healthpassport.events..",
                        "org.healthpassport.vault..",
                        "org.healthpassport.qrcode..",
                        "org.healthpassport.fhir..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "com.mongodb..", "org.bson..")
                .check(everything);
    }

    @Test
    void requestsShouldNotWaitForKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.healthpassport.api..", "org.healthpassport.edge..", "org.healthpassport.aggregates..")
                .and()
                .resideOutsideOfPackage("org.healthpassport.aggregates.outbox..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(EventPublisher.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Producer.class)
                .because("commands leave their events with the aggregate, and the outbox publishes them")
                .check(everything);
    }

    @Test
    void onlyProgramsShouldEndTheProcessOrPrint() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(StandaloneApplication.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(VerifyCommand.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(AuditApplication.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(PARENT_WATCH)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(everything);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(StandaloneApplication.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(VerifyCommand.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(AuditApplication.class.getName())
                .and()
                // Tells in a test's output what was skipped.
                .resideOutsideOfPackage("org.healthpassport.foreign..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(everything);
    }

    @Test
    void timeShouldComeFromAClock() {
        noClasses()
                .that()
                // The age of a file is told by the clock of the machine, which wrote its time.
                .resideOutsideOfPackage("org.healthpassport.vault..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .because("tests set the time")
                .check(everything);
    }

    @Test
    void idsShouldComeFromTheirGenerator() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.healthpassport.api..", "org.healthpassport.edge..", "org.healthpassport.aggregates..")
                // The UUID that is hashed there stands for a password that nobody has.
                .and()
                .resideOutsideOfPackage("org.healthpassport.api.identity.password..")
                .should()
                .callMethod(UUID.class, "randomUUID")
                .because("ids are UUIDv7")
                .check(everything);
    }

    @Test
    void nothingShouldBeInjectedIntoFields() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(everything);
    }

    @Test
    void everybodyShouldLogTheSameWay() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(everything);
    }

    @Test
    void namesShouldSayWhatThingsAreFor() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Dto")
                .check(everything);
    }

    @Test
    void componentsOfAServiceShouldHaveNamesOfTheirOwn() {
        // given
        Map<String, List<String>> components = everything.stream()
                .filter(type -> type.isMetaAnnotatedWith(Component.class))
                .collect(groupingBy(
                        type -> serviceOf(type) + ": " + type.getSimpleName(), mapping(JavaClass::getName, toList())));

        // then
        assertThat(components).hasSizeGreaterThan(50);
        assertThat(components.values())
                .as("Spring names a bean after the class alone, and starts with no two of one name")
                .allSatisfy(sameName -> assertThat(sameName).hasSize(1));
    }

    private static String serviceOf(JavaClass type) {
        return type.getPackageName().split("\\.")[2];
    }
}

package org.healthpassport.benchmarks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Rules for the packages of this module, which the tests of standalone cannot see. */
class PackagesTest {
    private static final JavaClasses module = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.healthpassport.benchmarks");

    @Test
    void packagesShouldBeFreeOfCircles() {
        slices().matching("org.healthpassport.benchmarks.(*)..")
                .should()
                .beFreeOfCycles()
                .check(module);
    }
}

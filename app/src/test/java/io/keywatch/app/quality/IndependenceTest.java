package io.keywatch.app.quality;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class IndependenceTest {
    private final JavaClasses bench = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.keywatch.app.quality");

    @Test
    void theGeneratorsShareNothingButThePortAndTheCalls() {
        noClasses()
                .that()
                .resideInAPackage("..quality.office..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..quality.process..", "..quality.attack..", "..quality.judge..")
                .check(bench);
        noClasses()
                .that()
                .resideInAPackage("..quality.process..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..quality.office..", "..quality.attack..", "..quality.judge..")
                .check(bench);
    }

    @Test
    void theBenchDoesNotKnowTheDetectors() {
        noClasses()
                .that()
                .resideInAPackage("io.keywatch.app.quality..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.keywatch.detect.access..", "io.keywatch.detect.correlate..")
                .check(bench);
    }
}

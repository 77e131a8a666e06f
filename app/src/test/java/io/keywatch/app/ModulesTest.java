package io.keywatch.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of docs/adr/0001-modules.md. */
@AnalyzeClasses(packages = "io.keywatch", importOptions = DoNotIncludeTests.class)
final class ModulesTest {
    @ArchTest
    static final ArchRule MODULES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy("io.keywatch.schemas..")
            .layer("aws")
            .definedBy("io.keywatch.aws..")
            .layer("ingest")
            .definedBy("io.keywatch.ingest..")
            .layer("detect")
            .definedBy("io.keywatch.detect..")
            .layer("enrich")
            .definedBy("io.keywatch.enrich..")
            .layer("sink")
            .definedBy("io.keywatch.sink..")
            .layer("app")
            .definedBy("io.keywatch.app..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("detect")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("enrich")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("sink")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("aws")
            .mayOnlyBeAccessedByLayers("ingest", "detect", "enrich", "sink", "app");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_THE_EMBEDDED_STACK = noClasses()
            .that()
            .resideInAPackage("io.keywatch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.keywatch.local..");

    @ArchTest
    static final ArchRule CORES_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.keywatch.detect.scan..",
                    "io.keywatch.detect.access..",
                    "io.keywatch.detect.posture..",
                    "io.keywatch.detect.correlate..",
                    "io.keywatch.detect.people..",
                    "io.keywatch.detect.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "software.amazon.awssdk..")
            .because("the same core serves the topologies, `scan` and `replay`");

    /** Packages below these are parts of the same idea and use its nouns. */
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.keywatch.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STACK_TRACES_ON_THE_CONSOLE = noClasses()
            .that()
            .resideOutsideOfPackage("io.keywatch.app.cli..")
            .should()
            .callMethod(Throwable.class, "printStackTrace")
            .because("a message may quote payload; the log decides what is written");
}

package io.tradinghub.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rules between packages and classes that no compiler checks, held over every module at once.
class HouseRulesTest {
    /// Those who put a program together, and those who measure what has nothing to do with the market's time.
    private static final Set<String> WALL_CLOCK = Set.of("BotProgram", "Demo", "LocalRecorder", "Recorder",
            "BybitMarketData");
    private static final JavaClasses HUB = new ClassFileImporter().importPaths(classFolders());
    private static final JavaClasses CORE = new ClassFileImporter()
            .importPaths(Reactor.root().resolve("hub-core/target/classes"));

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        check(slices().matching("io.tradinghub.(**)").should().beFreeOfCycles());
    }

    /// What hub-core may depend on is Maven's to hold; files are read by `market.csv` alone.
    @Test
    void theDomainDoesNoInputOrOutput() {
        noClasses().that().resideOutsideOfPackage("io.tradinghub.market.csv").should().dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "java.nio.file..",
                        "java.util.concurrent..")
                .check(CORE);
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl|Base)$")
                .because("name an adapter by its technology and a policy by its behaviour"));
    }

    @Test
    void timeComesFromOutside() {
        DescribedPredicate<JavaClass> programs = are(simpleNameEndingWith("Main"));
        check(noClasses().that(DescribedPredicate.not(programs)).should().callMethod(Instant.class, "now").orShould()
                .callMethod(System.class, "currentTimeMillis").orShould().callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone").orShould().callMethod(LocalDate.class, "now").orShould()
                .callMethod(LocalDateTime.class, "now").orShould().callMethod(ZonedDateTime.class, "now").orShould()
                .callMethod(OffsetDateTime.class, "now").because("an InstantSource comes through the constructor"));
        DescribedPredicate<JavaClass> onTheWall = DescribedPredicate.describe("of the wall clock",
                type -> WALL_CLOCK.contains(outermost(type).getSimpleName()));
        check(noClasses().that(DescribedPredicate.not(programs.or(onTheWall))).should()
                .callMethod(InstantSource.class, "system")
                .because("an InstantSource comes through the constructor"));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = HUB.stream().map(JavaClass::getPackage)
                .filter(found -> !found.isAnnotatedWith(NullMarked.class)).map(JavaPackage::getName)
                .collect(Collectors.toSet());
        assertThat(unmarked).as("packages that NullAway passes over").isEmpty();
    }

    @Test
    void nothingStaticChanges() {
        check(fields().that().areStatic().should().beFinal());
        DescribedPredicate<JavaClass> changes = DescribedPredicate.describe("a type made to change",
                type -> List
                        .of(AtomicBoolean.class, AtomicInteger.class, AtomicLong.class, AtomicReference.class,
                                LongAdder.class)
                        .stream().anyMatch(type::isAssignableTo)
                        || ((type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
                                && !type.isInterface()));
        check(noFields().that().areStatic().should().haveRawType(changes));
    }

    @Test
    void applicationsDoNotKnowEachOther() {
        for (String application : Reactor.applications().values()) {
            check(noClasses().that().resideOutsideOfPackages("io.tradinghub.local..", application + "..").should()
                    .dependOnClassesThat().resideInAPackage(application + ".."));
        }
        check(noClasses().that().resideOutsideOfPackage("io.tradinghub.local..").should().dependOnClassesThat()
                .resideInAPackage("io.tradinghub.local.."));
    }

    @Test
    void botsDecideAndDoNotAct() {
        String[] bots = Stream.concat(Stream.of("io.tradinghub.strategy"), Reactor.applications().entrySet().stream()
                .filter(application -> application.getKey().startsWith("bot-"))
                .map(application -> application.getValue() + ".."))
                .toArray(String[]::new);
        assertThat(bots).hasSizeGreaterThan(1);
        DescribedPredicate<JavaClass> aroundTheBot = are(
                simpleNameEndingWith("Main").or(simpleNameEndingWith("Settings")));
        check(noClasses().that().resideInAnyPackage(bots).and(DescribedPredicate.not(aroundTheBot)).should()
                .dependOnClassesThat(
                        are(resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..",
                                "java.util.concurrent..",
                                "org.slf4j..", "io.tradinghub.*.*..", "io.tradinghub.store..",
                                "io.tradinghub.operations..")))
                .orShould().dependOnClassesThat().areAssignableTo(InstantSource.class));
    }

    private static void check(ArchRule rule) {
        rule.check(HUB);
    }

    private static List<Path> classFolders() {
        List<Path> folders = Reactor.modules().stream()
                .filter(module -> !Set.of("benchmarks", "house-tests").contains(module))
                .map(module -> Reactor.root().resolve(module).resolve("target/classes")).toList();
        assertThat(folders).as("modules that the rules hold for, all compiled (mvn verify does it)")
                .allMatch(Files::isDirectory);
        return folders;
    }
}

package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// Every indicator is compared with an independent implementation.
class IndicatorOracleTest {
    private static final String PACKAGE = "io.tradinghub.indicator";
    private static final String COMPARISON = PACKAGE + ".AgainstTa4jTest";

    @Test
    void everyIndicatorIsComparedWithTa4j() {
        Set<String> compared = classesIn("hub-core/target/test-classes", COMPARISON).stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getName().equals("update")).map(JavaAccess::getTargetOwner)
                .map(JavaClass::getSimpleName).collect(Collectors.toSet());
        Set<String> indicators = classesIn("hub-core/target/classes", PACKAGE).stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(indicators).contains("Ema");
        indicators.removeAll(compared);
        assertThat(indicators).as("indicators that %s does not update and compare with ta4j", COMPARISON).isEmpty();
    }

    private static Set<JavaClass> classesIn(String folder, String name) {
        return new ClassFileImporter().importPaths(Reactor.root().resolve(folder)).stream()
                .filter(type -> type.getPackageName().equals(name) || type.getName().equals(name))
                .filter(type -> !type.getSimpleName().equals("package-info")).collect(Collectors.toSet());
    }
}

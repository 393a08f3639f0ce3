package io.tradinghub.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import org.junit.jupiter.api.Test;

/// A switch over an enum or a sealed type names every case, so that the compiler lists the places that a new case
/// changes. Error Prone refuses a `default` behind a full list only; this refuses the others, too.
class ClosedSetsTest {
    private static final Pattern DEFAULT = Pattern.compile("\\bdefault\\s*(->|:)");

    @Test
    void noSwitchOverAnEnumOrASealedTypeHasADefault() throws IOException {
        List<Path> sources = Reactor.files().stream().filter(file -> file.toString().endsWith(".java"))
                .filter(file -> DEFAULT.matcher(Reactor.text(file)).find()).toList();
        assertThat(sources).isNotEmpty();
        assertThat(defaultsOverClosedSets(sources)).as("default cases that hide a case from the compiler")
                .isEmpty();
    }

    private static List<String> defaultsOverClosedSets(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath());
            JavacTask task = (JavacTask) compiler.getTask(null, files, _ -> {
            }, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(sources));
            Iterable<? extends CompilationUnitTree> units = task.parse();
            task.analyze();
            for (CompilationUnitTree unit : units) {
                new Scanner(Trees.instance(task), unit).scan(unit, found);
            }
        }
        return found;
    }

    /// What the sources refer to: the modules' own classes and the libraries of this module.
    private static List<Path> classPath() {
        Stream<Path> own = Reactor.modules().stream().map(module -> Reactor.root().resolve(module).resolve("target"))
                .flatMap(target -> Stream.of(target.resolve("classes"), target.resolve("test-classes")));
        Stream<Path> libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
        return Stream.concat(own, libraries).filter(Files::exists).toList();
    }

    private static final class Scanner extends TreePathScanner<Void, List<String>> {
        private final Trees trees;
        private final CompilationUnitTree unit;

        Scanner(Trees trees, CompilationUnitTree unit) {
            this.trees = trees;
            this.unit = unit;
        }

        @Override
        public Void visitSwitch(SwitchTree node, List<String> found) {
            check(node.getExpression(), node.getCases(), found);
            return super.visitSwitch(node, found);
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree node, List<String> found) {
            check(node.getExpression(), node.getCases(), found);
            return super.visitSwitchExpression(node, found);
        }

        private void check(ExpressionTree selector, List<? extends CaseTree> cases,
                List<String> found) {
            boolean hasDefault = cases.stream().flatMap(one -> one.getLabels().stream())
                    .anyMatch(DefaultCaseLabelTree.class::isInstance);
            TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), selector));
            if (hasDefault && (type.getKind() == TypeKind.ERROR || isClosed(type))) {
                long line = unit.getLineMap().getLineNumber(
                        trees.getSourcePositions().getStartPosition(unit, selector));
                found.add("%s:%d switches over %s".formatted(
                        Reactor.root().relativize(Path.of(unit.getSourceFile().toUri())), line, type));
            }
        }

        private static boolean isClosed(TypeMirror type) {
            return type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element
                    && (element.getKind() == ElementKind.ENUM || element.getModifiers().contains(Modifier.SEALED));
        }
    }
}

package io.tradinghub.local.kill;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a bot's process is started: with the class path of this one, as jars, and with a cache of what a bot loads,
/// since starting is most of what a kill costs.
final class BotJvm {
    private final String classPath;
    private final Path cache;

    private BotJvm(String classPath, Path cache) {
        this.classPath = classPath;
        this.cache = cache;
    }

    /// Packs what is a folder on the class path: the cache takes jars only.
    static BotJvm prepare(Path folder) {
        try {
            Path jars = Files.createDirectories(folder.resolve("classes"));
            List<String> entries = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    Path jar = jars.resolve(entries.size() + ".jar");
                    pack(path, jar);
                    path = jar;
                }
                entries.add(path.toString());
            }
            return new BotJvm(String.join(File.pathSeparator, entries), folder.resolve("bot.aot"));
        } catch (IOException e) {
            throw new MatrixException("cannot pack the classes of the bots into %s: %s".formatted(folder, e), e);
        }
    }

    private static void pack(Path root, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(root)) {
            files = found.filter(Files::isRegularFile).collect(Collectors.toList());
        }
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
            for (Path one : files) {
                out.putNextEntry(new JarEntry(root.relativize(one).toString().replace(File.separatorChar, '/')));
                Files.copy(one, out);
            }
        }
    }

    /// Options of a process that writes the cache when it ends in order.
    List<String> training() {
        return options("-XX:AOTCacheOutput=" + cache);
    }

    /// Options of a process that uses the cache, if there is one.
    List<String> options() {
        return Files.exists(cache) ? options("-XX:AOTCache=" + cache) : options("-Xshare:auto");
    }

    private List<String> options(String sharing) {
        return Arrays.asList("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m", sharing, "-cp", classPath);
    }
}

package io.tradinghub.local.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Ends the bots and stores of a folder when this program is gone, however it went: also by `kill -9`, and when it was
/// stopped while a store was starting. A shell of its own waits for that at the other end of a pipe, and finds by their
/// pid files who is left. Who ends in order has no such file any more.
///
/// Closing is the same as the end of the program.
final class DeathWatch implements AutoCloseable {
    /// What PostgreSQL calls an immediate shutdown is SIGQUIT to its first process.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            cat >/dev/null
            for file in "$1"/*/bot.pid "$1"/redis-*/redis.pid; do
                [ ! -f "$file" ] || kill -KILL "$(head -n 1 "$file")"
            done
            file=$1/postgres/data/postmaster.pid
            [ ! -f "$file" ] || kill -QUIT "$(head -n 1 "$file")"
            """;
    private final Process shell;

    private DeathWatch(Process shell) {
        this.shell = shell;
    }

    static DeathWatch start(Path folder) throws IOException {
        return new DeathWatch(new ProcessBuilder(List.of("sh", "-c", SCRIPT, "hub-death-watch", folder.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    @Override
    public void close() throws IOException {
        shell.getOutputStream().close();
        shell.onExit().join();
    }
}

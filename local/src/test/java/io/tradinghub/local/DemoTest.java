package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @TempDir
    Path parent;

    @Test
    void recordsTradesAndGoesOnAfterARestart() throws InterruptedException {
        assertThat(run(Duration.ofSeconds(40))).isEqualTo(0);
        assertThat(said()).contains("bot_1_momentum starting for the first time", "bot_1_momentum: sell ",
                "every position is the sum of its fills");
        output.reset();
        assertThat(run(Duration.ofSeconds(2))).isEqualTo(0);
        assertThat(said()).contains("_momentum restarting, ");
        assertThat(Files.exists(parent.resolve("demo/postgres/data/postmaster.pid"))).isFalse();
        assertThat(Files.exists(parent.resolve("demo/redis/redis.pid"))).isFalse();
    }

    private int run(Duration length) throws InterruptedException {
        DemoOptions options = new DemoOptions(60, 1, List.of(), Optional.of(length), DemoOptions.Start.CONTINUE,
                parent.resolve("demo"));
        return new Demo(options, new PrintStream(output, true, StandardCharsets.UTF_8)).run();
    }

    private String said() {
        return output.toString(StandardCharsets.UTF_8);
    }
}

package io.tradinghub.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tradinghub.benchmarks.ChildProcess.MemoryUsage;
import io.tradinghub.local.stores.LocalPostgres;
import io.tradinghub.local.stores.LocalRedis;
import io.tradinghub.settings.Secret;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.ScaledClock;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.market.SyntheticMarket;
import org.flywaydb.core.Flyway;

/// Measures the recorder and one bot in their own processes, with the flags of their containers and a heap of 32 MB, on
/// a simulated exchange that pushes every 5 ms and on real PostgreSQL and Redis: time from process start to the ready
/// line, and peak resident memory over 40 seconds of load. Three rounds: plain, training an AOT cache, and with that
/// cache. Run from the project's folder, on Linux, after building the jars.
public final class ProcessSize {
    private static final Duration LOAD_TIME = Duration.ofSeconds(40);
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
    private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");
    /// The memory limit of their containers, and a heap smaller than the half of it that they would take.
    private static final List<String> HEAP_FLAGS = List.of("-XX:MaxRAM=192m", "-Xmx32m");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    private ProcessSize(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("process-size");
        Secret password = Secret.of("process-size");
        Instant now = Instant.now();
        try (LocalPostgres postgres = LocalPostgres.open(folder.resolve("programs"), folder.resolve("postgres"),
                password);
                LocalRedis redis = LocalRedis.open(folder.resolve("programs"), folder.resolve("redis"), password);
                BybitSim sim = BybitSim.start(SimSettings.local().withPushMillis(5),
                        SyntheticMarket.of(1, SYMBOLS, now), new ScaledClock(System::nanoTime, now, 1))) {
            Flyway.configure().dataSource(postgres.jdbcUrl(), LocalPostgres.USER, password.reveal()).load().migrate();
            ProcessSize benchmark = new ProcessSize(folder);
            benchmark.describeStores(postgres, redis, password);
            benchmark.measure(sim.restUrl());
        }
        System.exit(0);
    }

    private void describeStores(LocalPostgres postgres, LocalRedis redis, Secret password) throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        for (String name : List.of("postgres_password", "redis_password")) {
            Files.write(secrets.resolve(name), password.reveal().getBytes(UTF_8));
        }
        environment.putAll(Map.of("SECRETS_DIR", secrets.toString(), "CANDLE_STORE", "postgres", "POSTGRES_URL",
                postgres.jdbcUrl(), "POSTGRES_USER", LocalPostgres.USER, "REDIS_HOST", redis.host(), "REDIS_PORT",
                String.valueOf(redis.port()), "REDIS_USER", "default", "MALLOC_ARENA_MAX", "1"));
    }

    private void measure(URI exchange) throws IOException, InterruptedException {
        round("plain", exchange, List.of());
        round("training", exchange, List.of("-XX:AOTCacheOutput=" + folder + "/%s.aot"));
        round("AOT cache", exchange, List.of("-XX:AOTCache=" + folder + "/%s.aot"));
    }

    private void round(String name, URI exchange, List<String> flags) throws IOException, InterruptedException {
        Map<String, String> forRecorder = new HashMap<>(environment);
        forRecorder.putAll(Map.of("BYBIT_REST_URL", exchange.toString(), "BYBIT_PUBLIC_STREAM_URL",
                "ws://127.0.0.1:" + exchange.getPort(), "SYMBOLS", String.join(",", SYMBOLS), "BACKFILL_DAYS", "2",
                "SPOOL_DIR", folder.resolve("work").toString()));
        Map<String, String> forBot = new HashMap<>(environment);
        forBot.putAll(Map.of("BOT_ID", "bot_1_momentum", "HUB_MODE", "paper", "MOMENTUM_INTERVAL", "1"));
        try (ChildProcess recorder = ChildProcess.start(command("recorder", flags), forRecorder)) {
            // One line for perpetuals and one for spot.
            Duration recorderReady = recorder.awaitLine("stream subscribed", 2, READY_TIMEOUT);
            Thread.sleep(Duration.ofSeconds(20));
            try (ChildProcess bot = ChildProcess.start(command("bot-momentum", flags), forBot)) {
                Duration botReady = bot.awaitLine("warmed up", 1, READY_TIMEOUT);
                MemoryUsage recorderMemory = MemoryUsage.NONE;
                MemoryUsage botMemory = MemoryUsage.NONE;
                for (long end = System.nanoTime() + LOAD_TIME.toNanos(); System.nanoTime() < end; Thread.sleep(500)) {
                    recorderMemory = recorderMemory.max(recorder.memory());
                    botMemory = botMemory.max(bot.memory());
                }
                print(name, "recorder", recorderReady, recorderMemory);
                print(name, "bot-momentum", botReady, botMemory);
            }
        }
    }

    /// Like `docker/train` and the Dockerfile, which both disable the second compiler.
    private static List<String> command(String module, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        Files.readAllLines(Path.of("docker/jvm.options")).stream().filter(line -> !line.startsWith("#"))
                .forEach(command::add);
        command.addAll(HEAP_FLAGS);
        command.add("-XX:TieredStopAtLevel=1");
        flags.forEach(flag -> command.add(flag.formatted(module)));
        command.addAll(List.of("-jar", "%s/target/%s.jar".formatted(module, module)));
        return command;
    }

    private static void print(String round, String program, Duration ready, MemoryUsage peak) {
        System.out.printf("%-10s %-13s ready after %5d ms, peak %5.1f MB resident, %5.1f MB proportional%n",
                round, program, ready.toMillis(), peak.residentKilobytes() / 1e3, peak.proportionalKilobytes() / 1e3);
    }
}

package io.tradinghub.testing.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// With `STORES=containers` the tests of the adapters run on the images that `docker-compose.yml` names, through
/// Testcontainers; without it on embedded servers, which need no Docker. The tests are the same.
public final class StoreContainers {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private StoreContainers() {}

    public static boolean chosen() {
        String stores = System.getenv().getOrDefault("STORES", "embedded");
        return switch (stores) {
            case "embedded" -> false;
            case "containers" -> true;
            default ->
                throw new IllegalArgumentException("STORES is '%s', must be embedded or containers".formatted(stores));
        };
    }

    /// PostgreSQL as its image sets it up: the owner `postgres`, one database, passwords asked of everybody. The caller
    /// starts and closes it.
    public static GenericContainer<?> postgres(String password, String database, String... settings) {
        String[] command = Stream
                .concat(Stream.of("postgres"), Stream.of(settings).flatMap(setting -> Stream.of("-c", setting)))
                .toArray(String[]::new);
        return container("postgres").withExposedPorts(5432).withEnv("POSTGRES_USER", "postgres")
                .withEnv("POSTGRES_PASSWORD", password).withEnv("POSTGRES_DB", database)
                .withEnv("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256").withCommand(command)
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -q -h 127.0.0.1 -U postgres -d " + database)
                        .withStartupTimeout(PATIENCE));
    }

    public static String url(GenericContainer<?> postgres, String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(postgres.getHost(), postgres.getMappedPort(5432), database);
    }

    /// Redis without persistence and without these commands, on a port that the caller chose, so that it can come back
    /// there.
    static GenericContainer<?> redis(int port, List<String> removed) {
        String[] command = Stream.concat(
                Stream.of("redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no"),
                removed.stream().flatMap(name -> Stream.of("--rename-command", name, ""))).toArray(String[]::new);
        GenericContainer<?> container = container("redis").withCommand(command)
                .waitingFor(Wait.forSuccessfulCommand("redis-cli ping | grep -q PONG").withStartupTimeout(PATIENCE));
        container.setPortBindings(List.of("127.0.0.1:%d:6379".formatted(port)));
        return container;
    }

    /// InfluxDB with organisation `hub`, its bucket `market_data` and this operator token.
    static GenericContainer<?> influx(String token) {
        return container("influxdb").withExposedPorts(8086).withEnv("DOCKER_INFLUXDB_INIT_MODE", "setup")
                .withEnv("DOCKER_INFLUXDB_INIT_USERNAME", "operator")
                .withEnv("DOCKER_INFLUXDB_INIT_PASSWORD", "a-long-password")
                .withEnv("DOCKER_INFLUXDB_INIT_ORG", "hub").withEnv("DOCKER_INFLUXDB_INIT_BUCKET", "market_data")
                .withEnv("DOCKER_INFLUXDB_INIT_ADMIN_TOKEN", token)
                .waitingFor(Wait.forHttp("/health").forPort(8086).withStartupTimeout(PATIENCE));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String image(String service) {
        try {
            Matcher found = Pattern.compile("(?m)^ {2}" + service + ":\\R(?: {4}.*\\R)*? {4}image: (\\S+)$")
                    .matcher(Files.readString(Path.of("..", "docker-compose.yml")));
            if (!found.find()) {
                throw new AssertionError("docker-compose.yml names no image for " + service);
            }
            return found.group(1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @SuppressWarnings("resource") // the caller closes it
    private static GenericContainer<?> container(String service) {
        return new GenericContainer<>(DockerImageName.parse(image(service)));
    }
}

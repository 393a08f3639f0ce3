package io.tradinghub.testing.store;

import java.net.URI;
import java.util.Optional;

import com.github.dockerjava.api.exception.NotFoundException;
import io.tradinghub.settings.Secret;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/// The InfluxDB 2.7 that tests may use: the one at `INFLUX_URL`, whose operator token is `INFLUX_TOKEN`, with
/// organisation `hub` and its bucket `market_data`; or, with `STORES=containers`, a container for all tests of this
/// JVM, where its image is there. No embedded one exists.
///
/// @param url where tests reach it
/// @param own where its own queries reach it, which in a container is another address
public record InfluxServer(URI url, URI own, Secret token) {
    /// For `@EnabledIf`, with [#WHY_NOT] as the reason.
    public static final String GIVEN = "io.tradinghub.testing.store.InfluxServer#isGiven";
    public static final String WHY_NOT = "no InfluxDB given: set INFLUX_URL and INFLUX_TOKEN, or STORES=containers where Docker has its image";

    public static boolean isGiven() {
        return Shared.SERVER.isPresent();
    }

    public static InfluxServer given() {
        return Shared.SERVER.orElseThrow();
    }

    private static Optional<InfluxServer> find() {
        if (System.getenv().containsKey("INFLUX_URL")) {
            URI url = URI.create(System.getenv("INFLUX_URL"));
            return Optional.of(new InfluxServer(url, url, Secret.of(System.getenv("INFLUX_TOKEN"))));
        }
        return StoreContainers.chosen() && isImageHere() ? Optional.of(inContainer()) : Optional.empty();
    }

    private static boolean isImageHere() {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(StoreContainers.image("influxdb")).exec();
            return true;
        } catch (NotFoundException _) {
            return false;
        }
    }

    @SuppressWarnings("resource") // ends with the JVM
    private static InfluxServer inContainer() {
        String token = "operator-token-of-the-tests";
        GenericContainer<?> container = StoreContainers.influx(token);
        Runtime.getRuntime().addShutdownHook(new Thread(container::close, "stop-influxdb"));
        container.start();
        URI url = URI.create("http://%s:%d".formatted(container.getHost(), container.getMappedPort(8086)));
        return new InfluxServer(url, URI.create("http://127.0.0.1:8086"), Secret.of(token));
    }

    /// Looked for when the first test asks.
    private static final class Shared {
        private static final Optional<InfluxServer> SERVER = find();
    }
}

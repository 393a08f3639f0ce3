package io.tradinghub.db.influx;

import java.net.URI;
import java.util.UUID;

import io.tradinghub.settings.Secret;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Against the InfluxDB 2.7 at `INFLUX_URL`, in an organisation of its own; `INFLUX_TOKEN` is its operator token.
@EnabledIfEnvironmentVariable(named = "INFLUX_URL", matches = "http.*")
class RealInfluxTest extends InfluxPreparationContract {
    private final String organisation = "hub " + UUID.randomUUID();

    @Override
    URI url() {
        return URI.create(System.getenv("INFLUX_URL"));
    }

    @Override
    String organisation() {
        return organisation;
    }

    @Override
    Secret operator() {
        return Secret.of(System.getenv("INFLUX_TOKEN"));
    }
}

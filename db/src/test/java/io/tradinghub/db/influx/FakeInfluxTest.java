package io.tradinghub.db.influx;

import java.net.URI;

import io.tradinghub.settings.Secret;
import org.junit.jupiter.api.AfterEach;

class FakeInfluxTest extends InfluxPreparationContract {
    private final FakeInflux influx = FakeInflux.start();

    @AfterEach
    void stop() {
        influx.close();
    }

    @Override
    URI url() {
        return influx.url();
    }

    @Override
    String organisation() {
        return "hub";
    }

    @Override
    Secret operator() {
        return Secret.of("operator-token-0123456789");
    }
}

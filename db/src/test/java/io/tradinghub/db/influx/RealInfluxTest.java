package io.tradinghub.db.influx;

import java.net.URI;
import java.util.UUID;

import io.tradinghub.settings.Secret;
import io.tradinghub.testing.store.InfluxServer;
import org.junit.jupiter.api.condition.EnabledIf;

/// Runs the contract on a real InfluxDB 2.7, if [InfluxServer] finds one, in a new organisation.
@EnabledIf(value = InfluxServer.GIVEN, disabledReason = InfluxServer.WHY_NOT)
class RealInfluxTest extends InfluxPreparationContract {
    private final String organisation = "hub " + UUID.randomUUID();

    @Override
    URI url() {
        return InfluxServer.given().url();
    }

    @Override
    String organisation() {
        return organisation;
    }

    @Override
    Secret operator() {
        return InfluxServer.given().token();
    }
}

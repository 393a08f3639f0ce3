package io.tradinghub.db;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.influx.InfluxPreparation;
import io.tradinghub.db.postgres.PostgresPreparation;
import io.tradinghub.db.redis.RedisPreparation;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Program;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// Prepares the stores and ends: exit code 0 when everything is prepared, 1 when a store failed or refused, 2 when the settings are wrong. Safe to
/// run at every start and after a run that was stopped halfway.
public final class DbMain {

    private DbMain() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream errors) {
        if (!arguments.isEmpty()) {
            errors.println("db takes no arguments, got " + String.join(" ", arguments));
            return SettingsException.EXIT_CODE;
        }
        try {
            prepare(SettingsReader.read(environment, DbSettings::declare));
            return Program.OK;
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        } catch (PreparationException | StoreUnavailableException e) {
            errors.println(e.getMessage());
            return Program.FAILED;
        }
    }

    private static void prepare(DbSettings settings) {
        PostgresPreparation.run(settings.postgres(), settings.accounts());
        RedisPreparation.run(settings.redis(), settings.accounts());
        settings.influx().ifPresent(influx -> InfluxPreparation.run(influx, settings.accounts()));
    }
}

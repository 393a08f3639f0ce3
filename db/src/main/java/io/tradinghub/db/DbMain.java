package io.tradinghub.db;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import io.tradinghub.db.access.PreparationException;
import io.tradinghub.db.accesscheck.AccessCheck;
import io.tradinghub.db.influx.InfluxPreparation;
import io.tradinghub.db.postgres.PostgresPreparation;
import io.tradinghub.db.redis.RedisPreparation;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.operations.Program;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.settings.SettingsReader;

/// Prepares the stores and ends: exit code 0 when everything is prepared, 1 when a store failed or refused, 2 when the
/// settings are wrong. Safe to run at every start and after a run that was stopped halfway. With the argument `doors`
/// it tries the doors of the prepared stores instead, and 1 says that one was not as it should be.
public final class DbMain {

    private DbMain() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream errors) {
        boolean doors = arguments.equals(List.of("doors"));
        if (!doors && !arguments.isEmpty()) {
            errors.println(
                    "db takes nothing (prepare the stores) or 'doors' (try their doors), got "
                            + String.join(" ", arguments));
            return SettingsException.EXIT_CODE;
        }
        try {
            DbSettings settings = SettingsReader.read(environment, DbSettings::declare);
            return doors ? tryDoors(settings, out) : prepare(settings);
        } catch (SettingsException e) {
            errors.println(e.getMessage());
            return SettingsException.EXIT_CODE;
        } catch (PreparationException | StoreUnavailableException e) {
            errors.println(e.getMessage());
            return Program.FAILED;
        }
    }

    private static int prepare(DbSettings settings) {
        PostgresPreparation.run(settings.postgres(), settings.accounts());
        RedisPreparation.run(settings.redis(), settings.accounts());
        settings.influx().ifPresent(influx -> InfluxPreparation.run(influx, settings.accounts()));
        return Program.OK;
    }

    private static int tryDoors(DbSettings settings, PrintStream out) {
        AccessCheck doors = new AccessCheck(settings.postgres(), settings.redis(), settings.influx(),
                settings.accounts());
        return doors.tryAll(out) == 0 ? Program.OK : Program.FAILED;
    }
}

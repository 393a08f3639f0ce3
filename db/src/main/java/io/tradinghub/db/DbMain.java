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

/// Prepares the stores and exits: code 0 when all are prepared, 1 when a store fails or rejects a request, 2 when the
/// settings are wrong. Idempotent, also after a run that was killed. With the argument `doors` it runs the
/// [AccessCheck] on the prepared stores instead and exits with 1 when an attempt has another outcome than expected.
public final class DbMain {

    private DbMain() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), System.out, System.err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream errors) {
        boolean checksAccess = arguments.equals(List.of("doors"));
        if (!checksAccess && !arguments.isEmpty()) {
            errors.println("unknown argument '%s'; run db without arguments to prepare the stores, or with 'doors' "
                    .formatted(String.join(" ", arguments)) + "to check who can access them");
            return SettingsException.EXIT_CODE;
        }
        try {
            DbSettings settings = SettingsReader.read(environment, DbSettings::declare);
            return checksAccess ? checkAccess(settings, out) : prepare(settings);
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

    private static int checkAccess(DbSettings settings, PrintStream out) {
        AccessCheck check = new AccessCheck(settings.postgres(), settings.redis(), settings.influx(),
                settings.accounts());
        return check.run(out) == 0 ? Program.OK : Program.FAILED;
    }
}

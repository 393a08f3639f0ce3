package io.tradinghub.db.accesscheck;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.influx.InfluxAdminSettings;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;

/// Attempts, with each account's own credentials, what the account may and may not do in the prepared stores, and
/// leaves nothing behind. An action that should be allowed but is denied fails too; otherwise an unreachable store
/// would pass.
public final class AccessCheck {
    private final List<AccessAttempt> attempts = new ArrayList<>();
    private final PostgresAccessCheck postgresCheck;

    /// @param influx empty when candles are kept in PostgreSQL
    public AccessCheck(PostgresSettings postgres, RedisSettings redis, Optional<InfluxAdminSettings> influx,
            List<StoreAccount> accounts) {
        postgresCheck = new PostgresAccessCheck(postgres);
        attempts.addAll(postgresCheck.of(accounts));
        attempts.addAll(new RedisAccessCheck(redis).of(accounts));
        influx.ifPresent(admin -> attempts.addAll(new InfluxAccessCheck(admin).of(accounts)));
    }

    /// Runs all attempts, prints one line for each, and returns the number of unexpected outcomes.
    public int run(PrintStream out) {
        int failed = 0;
        try (postgresCheck) {
            for (AccessAttempt attempt : attempts) {
                AccessAttempt.Result result = attempt.run();
                out.println(result);
                failed += result.isExpected() ? 0 : 1;
            }
        }
        out.printf("%d access attempts, %d with an unexpected outcome%n", attempts.size(), failed);
        return failed;
    }
}

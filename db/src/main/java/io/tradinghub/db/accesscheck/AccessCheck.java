package io.tradinghub.db.accesscheck;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.db.influx.InfluxAdminSettings;
import io.tradinghub.settings.PostgresSettings;
import io.tradinghub.settings.RedisSettings;

/// Tries the doors of the prepared stores with everybody's own keys, from the wrong side, and leaves nothing behind.
/// One line for each door; a door that should be open and is not fails too, since a store that nobody can enter would
/// otherwise pass.
public final class AccessCheck {
    private final List<AccessAttempt> attempts = new ArrayList<>();

    /// @param influx absent where candles are kept in PostgreSQL
    public AccessCheck(PostgresSettings postgres, RedisSettings redis, Optional<InfluxAdminSettings> influx,
            List<StoreAccount> accounts) {
        attempts.addAll(new PostgresAccessCheck(postgres).of(accounts));
        attempts.addAll(new RedisAccessCheck(redis).of(accounts));
        influx.ifPresent(admin -> attempts.addAll(new InfluxAccessCheck(admin).of(accounts)));
    }

    /// Tries them all and says how each was found; answers how many were not as they should be.
    public int tryAll(PrintStream out) {
        int failed = 0;
        for (AccessAttempt attempt : attempts) {
            AccessAttempt.Result result = attempt.test();
            out.println(result);
            failed += result.isSuccess() ? 0 : 1;
        }
        out.printf("%d doors tried, %d not as they should be%n", attempts.size(), failed);
        return failed;
    }
}

package io.tradinghub.db.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.settings.Secret;

/// Builds accounts of the hub's services and of bots; each password is derived from the account's name.
public final class TestAccounts {

    private TestAccounts() {}

    public static List<StoreAccount> with(String... bots) {
        List<StoreAccount> accounts = new ArrayList<>(
                List.of(of("recorder", Role.RECORDER, ""), of("grafana", Role.GRAFANA, ""),
                        new StoreAccount("backup", Role.BACKUP, postgresPassword("backup", ""), Optional.empty()),
                        of("guardian", Role.GUARDIAN, "")));
        Stream.of(bots).map(bot -> of(bot, Role.BOT, "")).forEach(accounts::add);
        return List.copyOf(accounts);
    }

    public static StoreAccount of(String name, Role role, String suffix) {
        return new StoreAccount(name, role, postgresPassword(name, suffix), Optional.of(redisPassword(name, suffix)));
    }

    public static Secret postgresPassword(String name, String suffix) {
        return Secret.of(name + "-pg" + suffix);
    }

    public static Secret redisPassword(String name, String suffix) {
        return Secret.of(name + "-redis" + suffix);
    }
}

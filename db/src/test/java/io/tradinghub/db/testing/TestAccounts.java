package io.tradinghub.db.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.db.access.Role;
import io.tradinghub.db.access.StoreAccount;
import io.tradinghub.settings.Secret;

/// The hub's services and some bots, each with passwords made of its name.
public final class TestAccounts {

    private TestAccounts() {}

    public static List<StoreAccount> with(String... bots) {
        List<StoreAccount> accounts = new ArrayList<>(
                List.of(of("recorder", Role.RECORDER, ""), of("grafana", Role.GRAFANA, ""),
                        new StoreAccount("backup", Role.BACKUP, postgresPassword("backup", ""), Optional.empty())));
        Stream.of(bots).map(bot -> of(bot, Role.BOT, "")).forEach(accounts::add);
        return List.copyOf(accounts);
    }

    public static StoreAccount of(String name, Role role, String salt) {
        return new StoreAccount(name, role, postgresPassword(name, salt), Optional.of(redisPassword(name, salt)));
    }

    public static Secret postgresPassword(String name, String salt) {
        return Secret.of(name + "-pg" + salt);
    }

    public static Secret redisPassword(String name, String salt) {
        return Secret.of(name + "-redis" + salt);
    }
}

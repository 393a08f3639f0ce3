package io.tradinghub.db.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tradinghub.db.access.Account;
import io.tradinghub.db.access.Part;
import io.tradinghub.settings.Secret;

/// The hub's services and some bots, each with passwords made of its name.
public final class Accounts {

    private Accounts() {}

    public static List<Account> with(String... bots) {
        List<Account> accounts = new ArrayList<>(List.of(of("recorder", Part.RECORDER, ""), of("grafana", Part.GRAFANA, ""),
                new Account("backup", Part.BACKUP, postgresPassword("backup", ""), Optional.empty())));
        Stream.of(bots).map(bot -> of(bot, Part.BOT, "")).forEach(accounts::add);
        return List.copyOf(accounts);
    }

    public static Account of(String name, Part part, String salt) {
        return new Account(name, part, postgresPassword(name, salt), Optional.of(redisPassword(name, salt)));
    }

    public static Secret postgresPassword(String name, String salt) {
        return Secret.of(name + "-pg" + salt);
    }

    public static Secret redisPassword(String name, String salt) {
        return Secret.of(name + "-redis" + salt);
    }
}

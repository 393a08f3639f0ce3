package io.tradinghub.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import io.tradinghub.bot.BotId;
import io.tradinghub.settings.Secret;

/// One account at the exchange and the bot that trades it.
///
/// @param folder has the bot's secret files, its file for exits and its log
record Account(BotId bot, long uid, Path folder) {
    private static final int BOTS_PER_LANE = 1_000;

    static Account of(int lane, int number, Path root) {
        BotId bot = new BotId("kill_%d_%d".formatted(lane, number));
        return new Account(bot, (long) (lane + 1) * BOTS_PER_LANE + number, root.resolve(bot.value()));
    }

    String apiKey() {
        return "key-" + bot;
    }

    String apiSecret() {
        return "secret-of-" + bot;
    }

    Secret postgresPassword() {
        return Secret.of("password-of-" + bot);
    }

    Path log() {
        return folder.resolve("bot.log");
    }

    /// Where [DeathWatch] finds the bot's process.
    Path pidFile() {
        return folder.resolve("bot.pid");
    }

    /// Makes the folder, with the secrets as a container has them.
    void prepare(Secret redisPassword) {
        try {
            Path secrets = Files.createDirectories(folder.resolve("secrets"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Map<String, String> files = Map.of("postgres_password", postgresPassword().reveal(), "redis_password",
                    redisPassword.reveal(), "bybit_api_key", apiKey(), "bybit_api_secret", apiSecret());
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(secrets.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new MatrixException("cannot prepare %s: %s".formatted(folder, e), e);
        }
    }

    /// The environment of the bot's process, behind these lines. An exit waits longer for its file than by default: on
    /// a disk that is busier than a bot's it would leave before it is written down. On this machine no request is under
    /// way for long, so its window is short: a new process trades only when nothing of the old one can arrive.
    Map<String, String> environment(Lines lines, String database) {
        Map<String, String> own = Map.of("BOT_ID", bot.value(), "SECRETS_DIR", folder.resolve("secrets").toString(),
                "INTENT_FILE", folder.resolve("exits.log").toString(), "BYBIT_REST_URL",
                "http://127.0.0.1:" + lines.rest().port(), "BYBIT_PRIVATE_STREAM_URL",
                "ws://127.0.0.1:" + lines.stream().port(), "POSTGRES_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(lines.postgres().port(), database), "POSTGRES_USER",
                bot.value(), "REDIS_PORT", Integer.toString(lines.redis().port()));
        Map<String, String> same = Map.of("HUB_MODE", "testnet", "REDIS_HOST", "127.0.0.1", "REDIS_USER", "default",
                "CANDLE_STORE", "postgres", "INTENT_FILE_DEADLINE", "2s", "BYBIT_RECEIVE_WINDOW", "2s",
                "BYBIT_REQUESTS_PER_SECOND", "60",
                "HEDGE_COOLDOWN", "2s");
        Map<String, String> limits = Map.of("CAPITAL", "100000", "RISK_MAX_POSITION", "1000000", "RISK_MAX_ORDER",
                "1000000", "RISK_MAX_ORDERS_PER_MINUTE", "600", "RISK_MAX_DAILY_LOSS", "1000000", "RISK_MAX_DRAWDOWN",
                "1");
        Map<String, String> all = new HashMap<>(own);
        all.putAll(same);
        all.putAll(limits);
        return Map.copyOf(all);
    }
}

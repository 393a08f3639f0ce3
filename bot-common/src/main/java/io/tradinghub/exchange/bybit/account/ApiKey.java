package io.tradinghub.exchange.bybit.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.tradinghub.settings.Secret;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// What Bybit knows an account by. Prints neither part.
public record ApiKey(Secret key, Secret secret) {
    /// What ./hub init writes until a person has set a key.
    private static final String NONE = "unset";
    private static final String HOW = "./hub set-key BOT stores one, ./hub up BOT lets the bot use it";
    private static final int SHOWN_BYTES = 4;

    /// Declares the secrets `bybit_api_key` and `bybit_api_secret`.
    public static Setting<ApiKey> declare(SettingsReader in) {
        Setting<Secret> key = in.secret("bybit_api_key", "API key of the account; ./hub set-key writes it.", NONE,
                HOW);
        Setting<Secret> secret = in.secret("bybit_api_secret", "Its secret, with which requests are signed.", NONE,
                HOW);
        return in.combine(() -> new ApiKey(key.get(), secret.get()));
    }

    /// Eight characters by which people tell keys apart, and from which nobody gets the key: the start of its SHA-256.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.reveal().getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package io.tradinghub.sim.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.wire.Json;

/// Reads and writes the file with the accounts of a simulator: one JSON object a line, for example `{"key":"k1",
/// "secret":"s1","uid":1001,"balances":{"USDT":"10000"}}`.
///
/// Optional members: `readOnly`, `ips` (addresses), `expiresAt` (ISO 8601), `permissions` (group to rights), `note`.
public final class KeyFile {
    private static final Set<String> MEMBERS = Set.of("key", "secret", "uid", "balances", "readOnly", "ips",
            "expiresAt", "permissions", "note");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int KEY_LENGTH = 18;
    private static final int SECRET_LENGTH = 36;
    private static final long FIRST_UID = 1_001;

    private KeyFile() {}

    /// Reads the accounts of a file.
    ///
    /// @throws IllegalArgumentException if a line is wrong; the message has file, line and reason
    public static List<SimAccount> read(Path file, Instant now) {
        List<SimAccount> accounts = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    accounts.add(account(lines.get(i), now));
                } catch (IllegalArgumentException | DateTimeParseException e) {
                    throw new IllegalArgumentException("%s line %d: %s".formatted(file, i + 1, e.getMessage()), e);
                }
            }
        }
        return accounts;
    }

    /// Reads the accounts of a file whose keys are not among the known ones.
    ///
    /// @throws IllegalArgumentException if a line is wrong
    public static List<SimAccount> added(Path file, List<SimAccount> known, Instant now) {
        Set<String> names = known.stream().map(account -> account.key().key()).collect(Collectors.toSet());
        return read(file, now).stream().filter(account -> !names.contains(account.key().key())).toList();
    }

    private static SimAccount account(String line, Instant now) {
        ObjectNode node = Json.read(line).orElseThrow(() -> new IllegalArgumentException("is no JSON object"));
        node.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("has an unknown member '%s'; known are %s".formatted(name, MEMBERS));
            }
        });
        Map<String, List<String>> permissions = new LinkedHashMap<>();
        node.path("permissions").properties()
                .forEach(group -> permissions.put(group.getKey(), texts(group.getValue())));
        List<String> ips = texts(node.path("ips"));
        Optional<Instant> expiry = node.has("expiresAt")
                ? Optional.of(Instant.parse(node.path("expiresAt").asText()))
                : Optional.empty();
        ApiKey key = new ApiKey(node.path("key").asText(), node.path("secret").asText(), node.path("uid").asLong(),
                node.path("readOnly").asBoolean(),
                permissions.isEmpty() ? ApiKey.tradingRights() : permissions,
                ips.isEmpty() ? List.of(ApiKey.ANY_ADDRESS) : ips, now, expiry, node.path("note").asText());
        return new SimAccount(key, node.has("balances") ? balances(node.path("balances")) : SimAccount.PLAY_MONEY);
    }

    private static Map<String, BigDecimal> balances(JsonNode node) {
        Map<String, BigDecimal> balances = new LinkedHashMap<>();
        node.properties().forEach(coin -> balances.put(coin.getKey(), new BigDecimal(coin.getValue().asText())));
        return balances;
    }

    private static List<String> texts(JsonNode node) {
        return node.valueStream().map(JsonNode::asText).toList();
    }

    /// Makes accounts with new trading keys.
    public static List<SimAccount> make(int count, Instant now) {
        SecureRandom random = new SecureRandom();
        List<SimAccount> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            accounts.add(SimAccount.trading(text(random, KEY_LENGTH), text(random, SECRET_LENGTH), FIRST_UID + i, now));
        }
        return accounts;
    }

    private static String text(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /// Writes the accounts into a new file that only its owner can read.
    public static void write(Path file, List<SimAccount> accounts) {
        StringBuilder text = new StringBuilder();
        for (SimAccount account : accounts) {
            text.append(Json.text(json(account))).append('\n');
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s: cannot be written".formatted(file), e);
        }
    }

    private static ObjectNode json(SimAccount account) {
        ApiKey key = account.key();
        ObjectNode node = Json.object().put("key", key.key()).put("secret", key.secret()).put("uid", key.uid());
        ObjectNode balances = node.putObject("balances");
        account.balances().forEach((coin, amount) -> balances.put(coin, amount.toPlainString()));
        ArrayNode ips = node.putArray("ips");
        key.ips().forEach(ips::add);
        return node;
    }
}

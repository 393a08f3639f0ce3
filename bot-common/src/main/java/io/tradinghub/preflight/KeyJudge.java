package io.tradinghub.preflight;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tradinghub.market.Category;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;

/// Judges an API key.
///
/// Source of the rights' names: Bybit v5, "Get API Key Information".
record KeyJudge(Expectations wanted) {
    private static final String WITHDRAW = "Wallet:Withdraw";
    private static final Set<String> TRANSFERS = Set.of("Wallet:AccountTransfer", "Wallet:SubMemberTransfer",
            "Wallet:SubMemberTransferList");
    private static final List<String> LINEAR = List.of("ContractTrade:Order", "ContractTrade:Position");
    private static final List<String> SPOT = List.of("Spot:SpotTrade");
    private static final Duration SOON = Duration.ofDays(14);

    List<Check> judge(KeyInfo key, Instant now) {
        return List.of(withdrawal(key), transfers(key), addresses(key), expiry(key, now), writing(key), rights(key));
    }

    private Check withdrawal(KeyInfo key) {
        return key.rights().contains(WITHDRAW)
                ? fault(Topic.WITHDRAWAL, "the key can withdraw", "take the right Withdraw from it at Bybit")
                : Check.passed(Topic.WITHDRAWAL, "the key cannot withdraw");
    }

    private Check transfers(KeyInfo key) {
        List<String> held = key.rights().stream().filter(TRANSFERS::contains).sorted().toList();
        return held.isEmpty()
                ? Check.passed(Topic.TRANSFERS, "the key cannot move money between accounts")
                : fault(Topic.TRANSFERS, "the key can move money between accounts (%s)".formatted(
                        String.join(", ", held)), "take these rights from it at Bybit");
    }

    private Check addresses(KeyInfo key) {
        return key.addresses().isEmpty()
                ? fault(Topic.ADDRESSES, "the key works from every address", "bind it to this host's address at Bybit")
                : Check.passed(Topic.ADDRESSES, "the key works from " + String.join(", ", key.addresses()));
    }

    private Check expiry(KeyInfo key, Instant now) {
        if (key.expiresAt().isEmpty()) {
            return Check.passed(Topic.EXPIRY, "the key does not expire, since it is bound to addresses");
        }
        Instant end = key.expiresAt().get();
        Duration left = Duration.between(now, end);
        if (!left.isPositive()) {
            return fault(Topic.EXPIRY, "the key expired at " + end, "make another at Bybit, then ./hub set-key BOT");
        }
        String found = "the key expires in %d days, at %s".formatted(left.toDays(), end);
        return left.compareTo(SOON) > 0
                ? Check.passed(Topic.EXPIRY, found)
                : Check.note(Topic.EXPIRY, found, "bind it to addresses or renew it at Bybit");
    }

    private Check writing(KeyInfo key) {
        return key.isReadOnly()
                ? fault(Topic.WRITING, "the key is read-only", "make it a key to read and write at Bybit")
                : Check.passed(Topic.WRITING, "the key may write");
    }

    private Check rights(KeyInfo key) {
        List<String> needed = new ArrayList<>();
        for (Category category : Category.values()) {
            if (!wanted.of(category).isEmpty()) {
                needed.addAll(switch (category) {
                    case LINEAR -> LINEAR;
                    case SPOT -> SPOT;
                });
            }
        }
        List<String> missing = needed.stream().filter(right -> !key.rights().contains(right)).toList();
        return missing.isEmpty()
                ? Check.passed(Topic.RIGHTS, "the key has " + String.join(", ", needed))
                : fault(Topic.RIGHTS, "the key lacks " + String.join(", ", missing), "add these rights at Bybit");
    }

    private Check fault(Topic topic, String found, String advice) {
        return wanted.fault(topic, found, advice);
    }
}

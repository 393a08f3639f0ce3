package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.tradinghub.preflight.AccountBook.Owner;
import io.tradinghub.preflight.Answer.Told;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;
import io.tradinghub.preflight.ExchangeAccount.Order;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;

/// Judges what was found out by what the bot needs.
record Judge(Expectations wanted) {

    PreflightReport judge(Facts facts) {
        List<Check> checks = new ArrayList<>();
        checks.add(facts.key().judge(Topic.KEY, key -> Check.passed(Topic.KEY, "Bybit takes it")));
        OptionalLong uid = OptionalLong.empty();
        if (facts.key() instanceof Told<KeyInfo>(KeyInfo key)) {
            uid = OptionalLong.of(key.uid());
            facts.owner().ifPresent(owner -> checks.add(owner.judge(Topic.ACCOUNT, whose -> account(key, whose))));
            checks.addAll(new KeyJudge(wanted).judge(key, facts.now()));
        }
        boolean isHolding = false;
        if (facts.account().isPresent()) {
            Facts.OfAccount account = facts.account().get();
            isHolding = isHolding(account);
            checks.addAll(new AccountJudge(wanted).judge(account, uid.orElseThrow()));
        }
        return new PreflightReport(checks, uid, isHolding);
    }

    private static Check account(KeyInfo key, Owner owner) {
        String account = "account " + key.uid();
        return switch (owner) {
            case Owner.ThisBot _ -> Check.passed(Topic.ACCOUNT, account + " is this bot's");
            case Owner.Nobody _ -> Check.passed(Topic.ACCOUNT, account + " is no other bot's");
            case Owner.AnotherBot _ -> new Check(Topic.ACCOUNT, Check.State.FAILED,
                    account + " is another bot's of this hub",
                    "give each bot a sub-account and a key of its own (./hub set-key)");
            case Owner.OtherAccount(long uid) -> new Check(Topic.ACCOUNT, Check.State.FAILED,
                    "the key is of %s, but this bot trades on account %d".formatted(account, uid),
                    "put a key of that account back, or move the bot while it holds nothing: ./hub set-key BOT --new-account");
        };
    }

    private boolean isHolding(Facts.OfAccount account) {
        return (account.perpetuals() instanceof Told<List<Perpetual>>(var perpetuals)
                && perpetuals.stream().anyMatch(Perpetual::isHeld))
                || (account.orders() instanceof Told<List<Order>>(var orders) && orders.stream()
                        .anyMatch(order -> order.isLive() && new OrderOwner(order.orderLinkId()).isOf(wanted.bot())));
    }

    static String plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
    }
}

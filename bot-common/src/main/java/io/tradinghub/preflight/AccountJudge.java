package io.tradinghub.preflight;

import static io.tradinghub.preflight.Judge.plain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.preflight.AccountBook.Approval;
import io.tradinghub.preflight.AccountBook.Results;
import io.tradinghub.preflight.ExchangeAccount.Fees;
import io.tradinghub.preflight.ExchangeAccount.Order;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;
import io.tradinghub.preflight.ExchangeAccount.Setup;
import io.tradinghub.settings.HubMode;

/// Judges an account that is the bot's, or may become it.
record AccountJudge(Expectations wanted) {
    private static final String CROSS_MARGIN = "REGULAR_MARGIN";
    /// What the wallet may lack, as a share of the capital: interest, and rounding of fees in coins.
    private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

    List<Check> judge(Facts.OfAccount facts, long uid) {
        List<Check> checks = new ArrayList<>();
        checks.add(facts.setup().judge(Topic.UNIFIED, this::unified));
        checks.add(facts.setup().judge(Topic.MARGIN_MODE, this::marginMode));
        checks.add(facts.perpetuals().judge(Topic.POSITION_MODE, this::positionMode));
        checks.add(facts.perpetuals().judge(Topic.LEVERAGE, this::leverage));
        checks.add(facts.balance().judge(Topic.WALLET,
                balance -> facts.results().judge(Topic.WALLET, results -> wallet(balance, results))));
        checks.add(facts.clockAhead().judge(Topic.CLOCK, this::clock));
        checks.add(facts.orders().judge(Topic.OTHER_ORDERS, this::otherOrders));
        checks.add(fees(facts.fees()));
        if (wanted.mode() == HubMode.LIVE) {
            checks.add(facts.approval().judge(Topic.GO_LIVE, approval -> goLive(approval, uid)));
        }
        return checks;
    }

    private Check unified(Setup setup) {
        return setup.isUnified()
                ? Check.passed(Topic.UNIFIED, "a unified trading account")
                : wanted.fault(Topic.UNIFIED, "no unified trading account", "upgrade the account at Bybit");
    }

    private Check marginMode(Setup setup) {
        return setup.marginMode().equals(CROSS_MARGIN)
                ? Check.passed(Topic.MARGIN_MODE, "cross margin")
                : wanted.fault(Topic.MARGIN_MODE, "margin mode is " + setup.marginMode(),
                        "set cross margin (%s) at Bybit".formatted(CROSS_MARGIN));
    }

    private Check positionMode(List<Perpetual> perpetuals) {
        List<String> hedged = perpetuals.stream().filter(perpetual -> !perpetual.isOneWay())
                .map(perpetual -> perpetual.instrument().toString()).toList();
        return hedged.isEmpty()
                ? Check.passed(Topic.POSITION_MODE, perpetuals.isEmpty() ? "no perpetual is traded" : "one-way")
                : wanted.fault(Topic.POSITION_MODE, "hedge mode in " + String.join(", ", hedged),
                        "./hub prepare-account " + wanted.bot());
    }

    private Check leverage(List<Perpetual> perpetuals) {
        if (perpetuals.isEmpty()) {
            return Check.passed(Topic.LEVERAGE, "no perpetual is traded");
        }
        String found = perpetuals.stream().map(AccountJudge::leverage)
                .reduce((one, other) -> one + ", " + other).orElse("");
        if (wanted.leverage().isPresent()) {
            BigDecimal asked = wanted.leverage().get();
            return perpetuals.stream().allMatch(perpetual -> perpetual.leverage().compareTo(asked) == 0)
                    ? Check.passed(Topic.LEVERAGE, found)
                    : wanted.fault(Topic.LEVERAGE, "%s, but ACCOUNT_LEVERAGE is %s".formatted(found, plain(asked)),
                            "./hub prepare-account " + wanted.bot());
        }
        BigDecimal needed = wanted.maxPosition().multiply(BigDecimal.valueOf(perpetuals.size()))
                .divide(wanted.capital(), 2, RoundingMode.UP);
        return perpetuals.stream().allMatch(perpetual -> perpetual.leverage().compareTo(needed) >= 0)
                ? Check.passed(Topic.LEVERAGE, found)
                : Check.note(Topic.LEVERAGE,
                        "%s; all positions at RISK_MAX_POSITION need %s".formatted(found, plain(needed)),
                        "Bybit refuses what the margin does not cover; ACCOUNT_LEVERAGE and ./hub prepare-account %s raise it"
                                .formatted(wanted.bot()));
    }

    private static String leverage(Perpetual perpetual) {
        return "%s %s".formatted(perpetual.instrument(), plain(perpetual.leverage()));
    }

    /// The coins that spot positions cost are in the account as well, at what was paid for them.
    private Check wallet(BigDecimal balance, Results results) {
        BigDecimal needed = wanted.capital().add(results.earned());
        BigDecimal there = balance.add(results.spentOnSpot());
        String found = "%s %s, and CAPITAL with what was earned is %s".formatted(plain(there), wanted.coin(),
                plain(needed));
        return there.compareTo(needed.subtract(wanted.capital().multiply(TOLERANCE))) >= 0
                ? Check.passed(Topic.WALLET, found)
                : wanted.fault(Topic.WALLET, found, "transfer the rest into the account, or lower CAPITAL");
    }

    private Check clock(Duration ahead) {
        String found = "%d ms apart".formatted(Math.abs(ahead.toMillis()));
        return ahead.abs().compareTo(wanted.maxClockDifference()) <= 0
                ? Check.passed(Topic.CLOCK, found)
                : wanted.fault(Topic.CLOCK, found, "synchronise this machine's clock: timedatectl set-ntp true");
    }

    private Check otherOrders(List<Order> orders) {
        List<String> others = orders.stream().map(order -> new OrderOwner(order.orderLinkId()).other(wanted.bot()))
                .flatMap(Optional::stream).distinct().sorted().toList();
        return others.isEmpty()
                ? Check.passed(Topic.OTHER_ORDERS, "no other bot has traded here within the last hour")
                : wanted.fault(Topic.OTHER_ORDERS, "%s has orders in this account".formatted(
                        String.join(", ", others)),
                        "another hub trades on it: give each bot a sub-account of its own, and cancel these orders");
    }

    /// Demo trading tells no fees; what is not told fails nothing.
    private Check fees(Answer<Map<InstrumentId, Fees>> fees) {
        return switch (fees) {
            case Answer.Refused<Map<InstrumentId, Fees>>(int _, String _) ->
                Check.note(Topic.FEES, "Bybit does not tell the fees of this account", "");
            case Answer.None<Map<InstrumentId, Fees>>(String reason) -> Check.note(Topic.FEES, reason, "");
            case Answer.Told<Map<InstrumentId, Fees>>(var told) -> compared(told);
        };
    }

    private Check compared(Map<InstrumentId, Fees> told) {
        List<String> lines = new ArrayList<>();
        boolean isDearer = false;
        for (Category category : Category.values()) {
            for (Map.Entry<InstrumentId, Fees> one : told.entrySet()) {
                if (one.getKey().category() == category) {
                    Fees assumed = wanted.fees().of(category);
                    Fees real = one.getValue();
                    isDearer |= real.taker().compareTo(assumed.taker()) > 0
                            || real.maker().compareTo(assumed.maker()) > 0;
                    lines.add("%s taker %s maker %s (paper assumes %s and %s)".formatted(category.wireName(),
                            plain(real.taker()), plain(real.maker()), plain(assumed.taker()), plain(assumed.maker())));
                }
            }
        }
        String found = String.join(", ", lines);
        return isDearer
                ? Check.note(Topic.FEES, found, "set PAPER_..._FEE to the account's and test the strategy again")
                : Check.passed(Topic.FEES, found);
    }

    private Check goLive(Optional<Approval> approval, long uid) {
        String advice = "./hub go-live " + wanted.bot();
        if (approval.isEmpty()) {
            return wanted.fault(Topic.GO_LIVE, "nobody has approved real money for this bot", advice);
        }
        Approval given = approval.get();
        String found = "approved: account %d, capital %s %s".formatted(given.uid(), plain(given.capital()),
                given.coin());
        return given.uid() == uid && given.capital().compareTo(wanted.capital()) == 0
                && given.coin().equals(wanted.coin())
                        ? Check.passed(Topic.GO_LIVE, found)
                        : wanted.fault(Topic.GO_LIVE, "%s; now it is account %d, capital %s %s".formatted(found, uid,
                                plain(wanted.capital()), wanted.coin()), advice);
    }
}

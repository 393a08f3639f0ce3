package io.tradinghub.runner;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.tradinghub.bot.Bot;
import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.exchange.bybit.redis.RedisBanBoard;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.preflight.AccountPreparation.Change;
import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.risk.RiskLimits;
import io.tradinghub.store.PostgresSession;
import io.tradinghub.store.RedisPool;

/// Does one [AccountTask] for a person and says what came of it. The bot itself may run meanwhile. Hears of a ban of
/// the host, sends nothing while it lasts, and tells the others of one that it is answered itself.
final class AccountCommand {
    private static final Duration REDIS_DEADLINE = Duration.ofSeconds(5);
    private final BotSettings settings;
    private final Bot bot;
    private final RunnerClock clock;
    private final PrintStream out;

    AccountCommand(BotSettings settings, Bot bot, InstantSource local, PrintStream out) {
        this.settings = settings;
        this.bot = bot;
        this.clock = RunnerClock.corrected(local);
        this.out = out;
    }

    /// Whether everything is as the bot needs it.
    boolean run(AccountTask task) {
        BotId id = settings.runner().bot();
        if (!(settings.exchange() instanceof ExchangeSettings.Account(var site, _))) {
            out.println("%s trades on paper and has no account: HUB_MODE in deploy/bots/%s.env says where it trades"
                    .formatted(id, id));
            return true;
        }
        Optional<RedisPool> board = board("account-" + id);
        if (board.isEmpty()) {
            return false;
        }
        RequestShare share = RequestShare.ofTrading(site.requestsPerSecond());
        try (RedisPool redis = board.get();
                HostRequests requests = HostRequests.open(share, new RedisBanBoard(redis), clock.ofThisMachine())) {
            return run(task, requests);
        }
    }

    /// Where a ban is told; empty when nobody answers there.
    private Optional<RedisPool> board(String user) {
        try {
            return Optional.of(RedisPool.open(settings.redis().within(REDIS_DEADLINE), user));
        } catch (StoreUnavailableException away) {
            out.println("nobody knows whether Bybit bans this host, so nothing was sent (./hub status): "
                    + away.getMessage());
            return Optional.empty();
        }
    }

    private boolean run(AccountTask task, HostRequests requests) {
        if (isBanned(requests, "nothing was sent, try again then")) {
            return false;
        }
        String name = "account-" + settings.runner().bot();
        try (PostgresSession reads = new PostgresSession(settings.postgres(), name, "");
                BotAccount account = BotAccount.open(settings, bot, reads, clock, Optional.of(requests))) {
            boolean isInOrder = run(task, account.access().orElseThrow());
            return !isBanned(requests, "it has answered 403, and says nothing about key or account; try again then")
                    && isInOrder;
        }
    }

    private boolean isBanned(HostRequests requests, String meaning) {
        Optional<Instant> until = requests.bannedUntil();
        until.ifPresent(end -> out.println("Bybit bans the address of this host until %s: %s"
                .formatted(end.truncatedTo(ChronoUnit.SECONDS), meaning)));
        return until.isPresent();
    }

    private boolean run(AccountTask task, BotAccount.Access account) {
        PreflightReport report = account.preflight().look();
        return switch (task) {
            case CHECK -> {
                greet(report, account);
                out.println(report.table());
                yield report.hasPassed();
            }
            case PLAN, PREPARE -> report.isOwn() ? change(task, account) : refuse(report);
        };
    }

    /// The commands of the hub read the first line.
    private void greet(PreflightReport report, BotAccount.Access account) {
        RunnerSettings runner = settings.runner();
        RiskLimits limits = runner.limits();
        out.println("%s mode %s account %s key %s capital %s %s".formatted(runner.bot(),
                runner.mode().name().toLowerCase(Locale.ROOT),
                report.uid().isPresent() ? Long.toString(report.uid().getAsLong()) : "unknown", account.fingerprint(),
                runner.engine().capital().toPlainString(), runner.engine().accountCoin()));
        out.println(
                "limits: position %s, order %s, %d entries a minute, daily loss %s, drawdown %s, stop %s %%".formatted(
                        limits.maxPositionNotional().toPlainString(), limits.maxOrderNotional().toPlainString(),
                        limits.maxOrdersPerMinute(), limits.maxDailyLoss().toPlainString(), limits.maxDrawdown(),
                        runner.engine().disasterStop() * 100));
    }

    private boolean refuse(PreflightReport report) {
        out.println("the account is not known to be this bot's, so nothing is changed there:");
        out.println(report.table());
        return false;
    }

    private boolean change(AccountTask task, BotAccount.Access account) {
        try {
            List<Change> changes = account.preparation().plan();
            boolean isDone = changes.stream().noneMatch(Change::isBlocked);
            if (changes.isEmpty()) {
                out.println("nothing to change");
            }
            for (Change change : changes) {
                if (task == AccountTask.PREPARE && isDone) {
                    account.preparation().carryOut(change);
                    out.println("changed: " + change.words());
                } else {
                    out.println("to change: " + change.words());
                }
            }
            return isDone;
        } catch (ExchangeRefusalException | ExchangeUnavailableException failed) {
            out.println("not done: " + failed.getMessage());
            return false;
        }
    }
}

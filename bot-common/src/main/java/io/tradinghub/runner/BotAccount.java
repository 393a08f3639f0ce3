package io.tradinghub.runner;

import java.util.Optional;

import io.tradinghub.bot.Bot;
import io.tradinghub.engine.EngineSettings;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.account.BybitAccount;
import io.tradinghub.exchange.paper.PaperSettings;
import io.tradinghub.preflight.AccountChecks;
import io.tradinghub.preflight.AccountPreparation;
import io.tradinghub.preflight.ExchangeAccount;
import io.tradinghub.preflight.Expectations;
import io.tradinghub.preflight.Preflight;
import io.tradinghub.preflight.postgres.PostgresAccountBook;
import io.tradinghub.store.PostgresSession;

/// The account of a bot, if its mode has one. Whoever opens it closes it.
record BotAccount(Optional<Access> access) implements AutoCloseable {

    /// What is done with an account beside trading.
    ///
    /// @param fingerprint of the key
    record Access(ExchangeAccount account, Preflight preflight, AccountPreparation preparation, String fingerprint) {}

    /// Opens no connection before the first question.
    ///
    /// @param reads stays its owner's
    /// @param requests what the program may send; there for a mode with an account
    static BotAccount open(BotSettings settings, Bot bot, PostgresSession reads, RunnerClock clock,
            Optional<HostRequests> requests) {
        return new BotAccount(switch (settings.exchange()) {
            case ExchangeSettings.Paper _ -> Optional.empty();
            case ExchangeSettings.Account(var site, var key) -> {
                Expectations wanted = expectations(settings, bot);
                BybitAccount account = BybitAccount.open(site, key, clock.ofThisMachine(), requests.orElseThrow());
                Preflight preflight = new Preflight(wanted, account,
                        new PostgresAccountBook(reads, wanted.bot(), wanted.mode()), key.fingerprint(), clock);
                yield Optional.of(new Access(account, preflight, new AccountPreparation(wanted, account),
                        key.fingerprint()));
            }
        });
    }

    private static Expectations expectations(BotSettings settings, Bot bot) {
        RunnerSettings runner = settings.runner();
        EngineSettings engine = runner.engine();
        PaperSettings costs = settings.account().assumed();
        return new Expectations(runner.bot(), runner.mode(), bot.subscription().instruments(), engine.capital(),
                engine.accountCoin(), runner.limits().maxPositionNotional(), settings.account().leverage(),
                runner.maxClockDifference(),
                new Expectations.AssumedFees(
                        new ExchangeAccount.Fees(costs.linearTakerFee(), costs.linearMakerFee()),
                        new ExchangeAccount.Fees(costs.spotTakerFee(), costs.spotMakerFee())));
    }

    Optional<AccountChecks> checks() {
        return access.map(Access::preflight);
    }

    @Override
    public void close() {
        access.ifPresent(open -> open.account.close());
    }
}

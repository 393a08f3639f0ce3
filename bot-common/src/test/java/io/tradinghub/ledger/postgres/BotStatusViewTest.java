package io.tradinghub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.ledger.Ledger;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.testing.ManualClock;
import io.tradinghub.testing.store.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BotStatusViewTest {
    private static PostgresServer postgres;

    private final ManualClock clock = ManualClock.at("2026-01-02T20:00:00Z");

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Test
    void tellsTheLastEquityTheChangeOfTheDayAndTheFallFromThePeak() throws Exception {
        BotId bot = new BotId("bot_1_worth");
        try (Ledger ledger = open(bot)) {
            record(ledger, "1000", "250");
            clock.advance(Duration.ofHours(5));
            record(ledger, "1000", "100");
            clock.advance(Duration.ofHours(1));
            record(ledger, "1000", "0");
        }
        assertThat(status(bot, "mode, equity, pnl_today, total_pnl, round(drawdown, 2)"))
                .isEqualTo("paper|1000|-250|0|0.20");
    }

    @Test
    void theDayOpensWithTheLastSnapshotBeforeIt() throws Exception {
        BotId bot = new BotId("bot_5_midnight");
        try (Ledger ledger = open(bot)) {
            record(ledger, "10000", "0");
            clock.advance(Duration.ofHours(3));
            record(ledger, "10000", "50");
            clock.advance(Duration.ofHours(3));
            record(ledger, "10000", "-650");
        }
        assertThat(status(bot, "pnl_today")).isEqualTo("-700");
    }

    @Test
    void takesNoChangeOfTheCapitalForALossOrAGain() throws Exception {
        BotId bot = new BotId("bot_4_capital");
        try (Ledger ledger = open(bot)) {
            record(ledger, "10000", "0");
            clock.advance(Duration.ofMinutes(1));
            record(ledger, "1000", "-100");
        }
        assertThat(status(bot, "equity, pnl_today, peak_equity, round(drawdown, 2)")).isEqualTo("900|-100|1000|0.10");
    }

    @Test
    void namesTheSwitchWhileItIsSetAndForgetsItWithTheProcess() throws Exception {
        BotId bot = new BotId("bot_2_switch");
        try (Ledger ledger = open(bot)) {
            record(ledger, "1000");
            assertThat(status(bot, "halted_by")).isEqualTo("null");
            risk(ledger, RiskRule.HALTED);
            assertThat(status(bot, "halted_by")).isEqualTo("HALTED");
            risk(ledger, RiskRule.FLATTENING);
            assertThat(status(bot, "halted_by")).isEqualTo("FLATTENING");
            risk(ledger, RiskRule.RESUMED);
            assertThat(status(bot, "halted_by")).isEqualTo("null");
            risk(ledger, RiskRule.HALT_SWITCH_UNREADABLE);
        }
        assertThat(status(bot, "halted_by")).isEqualTo("HALT_SWITCH_UNREADABLE");
        clock.advance(Duration.ofMinutes(1));
        open(bot).close();
        assertThat(status(bot, "halted_by")).isEqualTo("null");
    }

    @Test
    void aDailyLossEndsWithTheDayAndADrawdownDoesNot() throws Exception {
        BotId bot = new BotId("bot_3_limits");
        try (Ledger ledger = open(bot)) {
            risk(ledger, RiskRule.DAILY_LOSS);
            record(ledger, "900");
            assertThat(status(bot, "halted_by")).isEqualTo("DAILY_LOSS");
            clock.advance(Duration.ofHours(5));
            record(ledger, "900");
            assertThat(status(bot, "halted_by")).isEqualTo("null");
            risk(ledger, RiskRule.DRAWDOWN);
            clock.advance(Duration.ofDays(2));
            record(ledger, "800");
            assertThat(status(bot, "halted_by")).isEqualTo("DRAWDOWN");
        }
    }

    private Ledger open(BotId bot) throws InterruptedException {
        return PostgresLedger.open(postgres.settings(), bot, HubMode.PAPER, clock);
    }

    private void record(Ledger ledger, String capital) {
        record(ledger, capital, "0");
    }

    private void record(Ledger ledger, String capital, String earned) {
        ledger.record(
                new LedgerEntry.EquitySnapshot(clock.instant(), new BigDecimal(capital).add(new BigDecimal(earned)),
                        new BigDecimal(earned), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO));
    }

    private void risk(Ledger ledger, RiskRule rule) {
        clock.advance(Duration.ofSeconds(1));
        ledger.record(new LedgerEntry.RiskEvent(clock.instant() + " " + rule, clock.instant(), rule, "test",
                Optional.empty()));
    }

    private static String status(BotId bot, String columns) {
        return postgres.row("SELECT " + columns + " FROM bot_status WHERE bot_id = '" + bot + "'");
    }
}

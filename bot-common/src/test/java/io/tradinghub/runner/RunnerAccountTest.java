package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.preflight.AccountChecks;
import io.tradinghub.preflight.ExchangeAccount.Fees;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;
import io.tradinghub.preflight.Expectations;
import io.tradinghub.preflight.Preflight;
import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.preflight.ScriptedAccount;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.SettingsException;
import io.tradinghub.status.Health.Work;
import org.junit.jupiter.api.Test;

/// How a bot starts and goes on, by what its account is found to be.
final class RunnerAccountTest extends RunnerBench {
    private static final String FINGERPRINT = "0badcafe";
    private static final BigDecimal CAPITAL = new BigDecimal("10000");
    private static final BigDecimal TOO_LITTLE = new BigDecimal("9000");

    @Override
    Optional<AccountChecks> account() {
        Fees fees = new Fees(new BigDecimal("0.00055"), new BigDecimal("0.0002"));
        Expectations wanted = new Expectations(BOT, HubMode.DEMO, List.of(PERP), CAPITAL, "USDT", CAPITAL,
                Optional.empty(), Duration.ofHours(1), new Expectations.AssumedFees(fees, fees));
        return Optional.of(new Hurried(new Preflight(wanted, account, book, FINGERPRINT, clock)));
    }

    /// Checks an account that has passed every minute instead of every day, which would be long on this bench.
    private record Hurried(AccountChecks checks) implements AccountChecks {
        @Override
        public boolean isKeyKnown() {
            return checks.isKeyKnown();
        }

        @Override
        public PreflightReport check() {
            return checks.check();
        }

        @Override
        public Duration pauseAfter(PreflightReport report) {
            return report.hasPassed() ? AFTER_FAILURE : checks.pauseAfter(report);
        }
    }

    private void hold(InstrumentId instrument) {
        ledger.record(new Fill(new ExecutionId("e1"), Optional.empty(), Origin.MANUAL, instrument, Side.BUY,
                new BigDecimal("0.05"), new BigDecimal("50000"), Fee.inQuote(BigDecimal.ONE, "USDT"),
                Fill.Liquidity.TAKER, 0, START.minusSeconds(400)));
        ledger.record(new LedgerEntry.Claim(instrument, LedgerEntry.Claim.Kind.ADOPTED, START.minusSeconds(300)));
    }

    private boolean isEnded(RiskRule rule) {
        return !statuses.isEmpty() && statuses.getLast().entriesEndedBy().equals(Optional.of(rule.name()));
    }

    private long announced() {
        return ledger.events().stream().filter(LedgerEntry.RiskEvent.class::isInstance)
                .map(LedgerEntry.RiskEvent.class::cast).filter(event -> event.rule() == RiskRule.PREFLIGHT_FAILED)
                .count();
    }

    @Test
    void tradesOnceItsAccountHasPassed() {
        wanted = 0.05;
        start();
        quoteUntil(() -> fills() == 1);
        assertThat(book.own).hasValue(ScriptedAccount.UID);
        assertThat(announced()).isZero();
    }

    @Test
    void endsWithOneLineForEachFailedCheckWhenItHoldsNothing() {
        account.balance = TOO_LITTLE;
        account.key = new KeyInfo(ScriptedAccount.UID, true, account.key.rights(), List.of("::1"), Optional.empty());
        start();
        awaitEnd();
        assertThat(failure).isNull();
        assertThat(refusal).isInstanceOf(SettingsException.class);
        assertThat(String.valueOf(refusal).lines()).hasSize(2);
        assertThat(refusal).hasMessageContaining("writing: the key is read-only")
                .hasMessageContaining("wallet: 9000 USDT");
        assertThat(exchange).as("the exchange is not opened").isNull();
    }

    @Test
    void looksAfterAPositionAndEntersNothingWhileACheckFails() {
        hold(PERP);
        account.balance = TOO_LITTLE;
        wanted = 0.1;
        startUp();
        quoteUntil(() -> isEnded(RiskRule.PREFLIGHT_FAILED) && announced() == 1);
        quoteFor(Duration.ofSeconds(5));
        assertThat(sent).isEmpty();
        wanted = 0;
        quoteUntil(() -> sent.size() == 1);
        assertThat(sent.getFirst().isEntry()).isFalse();
        assertThat(statuses.getLast().health().work()).isEqualTo(Work.ENTRIES_OFF);
    }

    @Test
    void entersAgainWhenTheFaultIsMended() {
        hold(PERP);
        account.balance = TOO_LITTLE;
        wanted = 0.1;
        startUp();
        quoteUntil(() -> isEnded(RiskRule.PREFLIGHT_FAILED));
        quoteFor(AccountChecks.AFTER_FAILURE.multipliedBy(3));
        assertThat(announced()).as("told once").isEqualTo(1);
        account.balance = CAPITAL;
        quoteFor(AccountChecks.AFTER_FAILURE);
        quoteUntil(() -> sent.size() == 1);
    }

    @Test
    void neverTouchesTheAccountOfAnotherWhateverItHolds() {
        hold(PERP);
        book.ofOthers.add(ScriptedAccount.UID);
        start();
        awaitEnd();
        assertThat(refusal).hasMessageContaining("account 1001 is another bot's");
        assertThat(exchange).as("the exchange is not opened").isNull();
    }

    @Test
    void waitsForAnUnknownKeyBeforeItTouchesAnything() {
        hold(PERP);
        account.setSilent(true);
        start();
        pass(Duration.ofMinutes(5));
        assertThat(exchange).as("the exchange is not opened").isNull();
        assertThat(heartbeat.text()).isEqualTo("waits for the account: key (no answer in time)");
        account.setSilent(false);
        await(() -> exchange != null);
    }

    @Test
    void looksAfterItsPositionAtOnceWithAKnownKeyAlsoInSilence() {
        hold(PERP);
        book.own = OptionalLong.of(ScriptedAccount.UID);
        book.keys.add(FINGERPRINT);
        account.setSilent(true);
        wanted = 0;
        startUp();
        quoteUntil(() -> sent.size() == 1);
        assertThat(sent.getFirst().isEntry()).isFalse();
        wanted = 0.05;
        quoteFor(Duration.ofSeconds(5));
        assertThat(sent).as("entries wait").hasSize(1);
        assertThat(statuses.getLast().health()).matches(health -> health.work() == Work.WAITING
                && health.detail().contains("the account: key (no answer in time)"));
        assertThat(announced()).isZero();
        account.setSilent(false);
        quoteFor(AccountChecks.AFTER_SILENCE);
        quoteUntil(() -> sent.size() == 2);
    }

    @Test
    void beginsWithoutAnswersAfterAMomentWhenItHoldsNothing() {
        book.own = OptionalLong.of(ScriptedAccount.UID);
        book.keys.add(FINGERPRINT);
        account.setSilent(true);
        wanted = 0.05;
        start();
        quoteFor(Duration.ofSeconds(20));
        assertThat(statuses).as("the bot shows how it is").isNotEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void aCheckThatFailsLaterEndsEntriesAndNotTheBot() {
        wanted = 0.05;
        start();
        quoteUntil(() -> fills() == 1);
        account.balance = TOO_LITTLE;
        wanted = 0;
        quoteFor(AccountChecks.AFTER_FAILURE.plusSeconds(1));
        quoteUntil(() -> fills() == 2);
        wanted = 0.05;
        quoteFor(Duration.ofSeconds(5));
        assertThat(sent).hasSize(2);
        assertThat(announced()).isEqualTo(1);
        assertThat(refusal).isNull();
    }

    @Test
    void silenceLaterChangesNothing() {
        start();
        quoteFor(Duration.ofSeconds(2));
        account.setSilent(true);
        quoteFor(AccountChecks.AFTER_FAILURE.multipliedBy(2));
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
    }

    @Test
    void takesAnotherKeyOfItsAccountWithoutLosingItsPosition() {
        hold(PERP);
        book.own = OptionalLong.of(ScriptedAccount.UID);
        book.keys.add("feedbeef");
        wanted = 0.05;
        startUp();
        quoteUntil(() -> statuses.getLast().health().work() == Work.TRADING);
        assertThat(sent).isEmpty();
        assertThat(book.keys).containsExactlyInAnyOrder("feedbeef", FINGERPRINT);
    }

    @Test
    void endsAtOnceWhenItsAccountWasGivenToAnother() {
        wanted = 0.05;
        start();
        quoteUntil(() -> fills() == 1);
        book.own = OptionalLong.empty();
        book.ofOthers.add(ScriptedAccount.UID);
        wanted = 0;
        pass(AccountChecks.AFTER_FAILURE);
        awaitEnd();
        assertThat(refusal).hasMessageContaining("another bot's");
        assertThat(sent).hasSize(1);
    }
}

package io.tradinghub.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import io.tradinghub.status.Health;
import io.tradinghub.status.Health.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkWatchTest {
    private final SteppedThreads threads = new SteppedThreads();
    private final WorkWatch work = new WorkWatch(threads);
    private HaltState halt = HaltState.RUNNING;
    private Optional<RiskRule> ended = Optional.empty();
    private boolean isLeaseProved = true;
    private boolean clockDiffers;
    private Optional<String> account = Optional.empty();
    private Duration boardSilence = Duration.ZERO;
    private List<String> rules = List.of();
    private List<String> history = List.of();

    @Test
    void aBotThatHasEverythingTrades() {
        assertThat(judge()).isEqualTo(new Health(Work.TRADING, ""));
    }

    @Test
    void whatAPersonOrALimitEndedIsWell() {
        ended = Optional.of(RiskRule.DRAWDOWN);
        assertThat(judge()).isEqualTo(new Health(Work.ENTRIES_OFF, "DRAWDOWN")).matches(Health::isWell);
        halt = HaltState.HALTED;
        assertThat(judge().work()).isEqualTo(Work.HALTED);
        halt = HaltState.FLATTENING;
        assertThat(judge()).extracting(Health::work, Health::isWell).containsExactly(Work.FLATTENING, true);
    }

    @Test
    void saysWhichOfTheThingsItNeedsIsNotThere() {
        isLeaseProved = false;
        assertThat(lack()).startsWith("the lease");
        isLeaseProved = true;
        ended = Optional.of(RiskRule.LEDGER_AWAY);
        assertThat(lack()).startsWith("the ledger");
        ended = Optional.of(RiskRule.LINK_DOWN);
        assertThat(lack()).startsWith("the exchange");
        ended = Optional.empty();
        halt = HaltState.UNREADABLE;
        assertThat(lack()).startsWith("the halt switches");
        halt = HaltState.RUNNING;
        clockDiffers = true;
        assertThat(lack()).startsWith("the clock");
        clockDiffers = false;
        rules = List.of("trading rules of linear:BTCUSDT");
        assertThat(lack()).isEqualTo("trading rules of linear:BTCUSDT");
        boardSilence = WorkWatch.BOARD_SILENCE.plusMillis(1);
        assertThat(lack()).startsWith("Redis").endsWith("; trading rules of linear:BTCUSDT");
    }

    @ParameterizedTest
    @EnumSource(value = HaltState.class, names = {"HALTED", "FLATTENING"})
    void aHaltHidesNotThatSomethingIsMissing(HaltState state) {
        halt = state;
        rules = List.of("trading rules of linear:BTCUSDT");
        assertThat(lack()).isEqualTo("trading rules of linear:BTCUSDT");
    }

    @Test
    void aWarmUpIsWellAsLongAsCandlesComeIn() {
        for (int stored = 1; stored < 9; stored++) {
            history = List.of("history: %d of 9".formatted(stored));
            assertThat(judge()).isEqualTo(new Health(Work.WARMING_UP, history.getFirst()));
            pass(WorkWatch.WARM_UP_STALLS);
            work.priced();
        }
        assertThat(judge().work()).isEqualTo(Work.WARMING_UP);
        pass(Duration.ofMillis(1));
        work.priced();
        assertThat(lack()).isEqualTo("history: 8 of 9");
        history = List.of();
        assertThat(judge().work()).isEqualTo(Work.TRADING);
    }

    @Test
    void aMarketThatTellsNoPriceIsMissed() {
        pass(WorkWatch.MARKET_SILENCE);
        assertThat(judge().work()).isEqualTo(Work.TRADING);
        pass(Duration.ofMillis(1));
        assertThat(lack()).startsWith("prices");
        work.priced();
        assertThat(judge().work()).isEqualTo(Work.TRADING);
    }

    private Health judge() {
        return work.judge(
                new WorkWatch.Sight(halt, ended, isLeaseProved, clockDiffers, account, boardSilence, rules, history));
    }

    private String lack() {
        Health health = judge();
        assertThat(health.isWell()).as("%s", health).isFalse();
        return health.detail();
    }

    private void pass(Duration time) {
        try {
            threads.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

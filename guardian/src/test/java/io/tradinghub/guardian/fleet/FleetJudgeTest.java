package io.tradinghub.guardian.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.tradinghub.guardian.alert.AlertRule;
import io.tradinghub.guardian.alert.Condition;
import io.tradinghub.guardian.fleet.FleetJudge.Sight;
import io.tradinghub.guardian.fleet.FleetJudge.Verdict;
import io.tradinghub.market.InstrumentId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/// Situations, on virtual time. Every bot has a capital of 1,000 unless a test says otherwise.
class FleetJudgeTest {
    private static final InstrumentId BITCOIN = InstrumentId.linear("BTCUSDT");
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final FleetLimits LIMITS = new FleetLimits(Optional.of(new BigDecimal("300")), Optional.of(0.2),
            Duration.ofMinutes(5), true);

    private FleetJudge judge = new FleetJudge(LIMITS);
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    /// Two bots of one mode: what the first has settled and earned when the day began, how many it holds, bought at
    /// 1,000, what the second settled, the price, the most that both ever earned.
    @ParameterizedTest(name = "{0}")
    @CsvSource({"nothing happened,                        0,    0,  0,    0, 1000,    0, ''",
            "the loss is as large as the limit,        -300,    0,  0,    0, 1000,    0, ''",
            "the loss is larger,                       -301,    0,  0,    0, 1000,    0, FLEET_LOSS",
            "it was made on days before,               -301, -301,  0,    0, 1000,    0, ''",
            "it is not realised,                          0,    0,  1,    0,  699,    0, FLEET_LOSS",
            "a short makes it,                            0,    0, -1,    0, 1301,    0, FLEET_LOSS",
            "both make it together,                    -200,    0,  0, -101, 1000,    0, FLEET_LOSS",
            "the other bot covers it,                  -301,    0,  0,  200, 1000,    0, ''",
            "the fall is as large as the limit,         400,  400,  0,    0, 1000, 1000, ''",
            "the fall is larger,                        399,  399,  0,    0, 1000, 1000, FLEET_DRAWDOWN",
            "the fall is from the capital,             -401, -401,  0,    0, 1000,    0, FLEET_DRAWDOWN",
            "the fall is larger and of today,            99,  400,  0,    0, 1000,  1000, 'FLEET_LOSS,FLEET_DRAWDOWN'"})
    void breaksWhatLimits(ArgumentsAccessor row) {
        BotBook one = bot("one", number(row, 1), number(row, 2), number(row, 3));
        BotBook two = bot("two", number(row, 4), BigDecimal.ZERO, BigDecimal.ZERO);
        FleetBook book = new FleetBook("live", List.of(one, two), number(row, 6));
        assertThat(rules(judge(List.of(book), Optional.of(number(row, 5)), Duration.ZERO))).isEqualTo(row.getString(7));
    }

    private static BigDecimal number(ArgumentsAccessor row, int column) {
        return new BigDecimal(String.valueOf(row.getString(column)));
    }

    @Test
    void modesNeverMix() {
        FleetBook paper = new FleetBook("paper", List.of(lost("one", 160)), BigDecimal.ZERO);
        FleetBook live = new FleetBook("live", List.of(lost("two", 160)), BigDecimal.ZERO);
        assertThat(rules(judge(List.of(paper, live), Optional.empty(), Duration.ZERO))).isEmpty();
        FleetBook worse = new FleetBook("live", List.of(lost("two", 301)), BigDecimal.ZERO);
        Verdict verdict = judge(List.of(paper, worse), Optional.empty(), Duration.ZERO);
        assertThat(verdict.reading().found())
                .allSatisfy(condition -> assertThat(condition.subject()).isEqualTo("live"));
        assertThat(rules(verdict)).isEqualTo("FLEET_LOSS,FLEET_DRAWDOWN");
    }

    @Test
    void saysBothNumbers() {
        FleetBook book = new FleetBook("live", List.of(lost("one", 301)), BigDecimal.ZERO);
        assertThat(judge(List.of(book), Optional.empty(), Duration.ZERO).reading().found())
                .extracting(Condition::detail).satisfiesExactly(
                        loss -> assertThat(loss).contains("lost 301.00", "GUARDIAN_MAX_DAILY_LOSS 300"),
                        fall -> assertThat(fall).contains("30.10 %", "GUARDIAN_MAX_DRAWDOWN 0.2"));
    }

    @Test
    void whatCannotBeJudgedStaysAsItWasFoundAndEndsEntriesAfterAWhile() {
        judge = new FleetJudge(new FleetLimits(LIMITS.maxDailyLoss(), Optional.empty(), Duration.ofMinutes(5), true));
        Verdict unknown = judge(holding(), Optional.of(new BigDecimal("699")), Duration.ofSeconds(15));
        assertThat(unknown.reading().answered()).as("nothing is known yet").containsExactly(AlertRule.FLEET_UNJUDGED);
        assertThat(rules(judge(holding(), Optional.of(new BigDecimal("699")), Duration.ofSeconds(14))))
                .isEqualTo("FLEET_LOSS");
        assertThat(rules(judge(holding(), Optional.of(new BigDecimal("1000")), Duration.ofSeconds(15))))
                .isEqualTo("FLEET_LOSS");
        pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(rules(judgeNothing())).as("neither store answers").isEqualTo("FLEET_LOSS");
        pass(Duration.ofSeconds(1));
        assertThat(rules(judgeNothing())).isEqualTo("FLEET_LOSS,FLEET_UNJUDGED");
        assertThat(rules(judge(holding(), Optional.of(new BigDecimal("1000")), Duration.ZERO))).isEmpty();
    }

    @Test
    void aPriceThatNobodyHoldsAnythingInIsNotMissed() {
        FleetBook flat = new FleetBook("live", List.of(lost("one", 0)), BigDecimal.ZERO);
        Verdict verdict = judge(List.of(flat), Optional.empty(), Duration.ZERO);
        assertThat(verdict.reading().answered()).contains(AlertRule.FLEET_LOSS);
        pass(Duration.ofHours(1));
        assertThat(rules(judge(List.of(flat), Optional.empty(), Duration.ZERO))).isEmpty();
    }

    @Test
    void judgesNothingWithoutLimits() {
        judge = new FleetJudge(FleetLimits.OFF);
        assertThat(rules(judge(holding(), Optional.of(BigDecimal.ONE), Duration.ZERO))).isEmpty();
        pass(Duration.ofDays(1));
        assertThat(rules(judgeNothing())).isEmpty();
    }

    /// What each round sees: `b` a breach, `w` that all is well, `o` old prices, `d` a bot that shows something else.
    @ParameterizedTest
    @CsvSource({"bbbb, true", "bbb, false", "bbwbb, false", "bobbb, false", "bbbo, false", "bdbbb, false",
            "dddddd, false", "oooooo, false", "obbbb, true", "wwbbbb, true"})
    void flattensOnTwoFreshJudgementsFarEnoughApart(String rounds, boolean flattens) {
        judge = new FleetJudge(new FleetLimits(LIMITS.maxDailyLoss(), Optional.empty(), Duration.ofMinutes(5), true));
        Verdict last = judgeNothing();
        for (int index = 0; index < rounds.length(); index++) {
            char round = rounds.charAt(index);
            pass(ROUND);
            BigDecimal price = new BigDecimal(round == 'w' ? "1000" : "600");
            Duration age = round == 'o' ? Duration.ofSeconds(15) : Duration.ZERO;
            last = judge(holding(), Optional.of(price), age, round == 'd' ? Set.of() : Set.of("one"));
        }
        assertThat(last.flatten()).isEqualTo(
                flattens ? Set.of(new Breach(AlertRule.FLEET_LOSS, "live")) : Set.<Breach>of());
    }

    @Test
    void flattensNothingUnlessAsked() {
        judge = new FleetJudge(new FleetLimits(LIMITS.maxDailyLoss(), Optional.empty(), Duration.ofMinutes(5), false));
        for (int round = 0; round < 10; round++) {
            pass(ROUND);
            assertThat(judge(holding(), Optional.of(new BigDecimal("600")), Duration.ZERO).flatten()).isEmpty();
        }
    }

    @Test
    void oneWrongPriceMakesNoPeak() {
        judge(holding(), Optional.of(new BigDecimal("1000")), Duration.ZERO);
        assertThat(judge(holding(), Optional.of(new BigDecimal("9000")), Duration.ZERO).peaks()).isEmpty();
        assertThat(judge(holding(), Optional.of(new BigDecimal("1100")), Duration.ZERO).peaks())
                .containsExactly(Map.entry("live", new BigDecimal("100")));
        assertThat(rules(judge(holding(), Optional.of(new BigDecimal("1000")), Duration.ZERO))).isEmpty();
    }

    @Test
    void anotherSetOfBotsHasAnotherPeak() {
        FleetBook both = new FleetBook("live", List.of(lost("one", 0), lost("two", 0)), new BigDecimal("900"));
        assertThat(rules(judge(List.of(both), Optional.empty(), Duration.ZERO))).isEqualTo("FLEET_DRAWDOWN");
        FleetBook one = new FleetBook("live", List.of(lost("one", 0)), new BigDecimal("100"));
        assertThat(rules(judge(List.of(one), Optional.empty(), Duration.ZERO))).isEmpty();
    }

    private static BotBook bot(String name, BigDecimal settled, BigDecimal atOpen, BigDecimal held) {
        return new BotBook(name, settled, new BigDecimal("1000"), atOpen, held.signum() == 0
                ? List.of()
                : List.of(new Holding(BITCOIN, held, new BigDecimal("1000"))));
    }

    private static BotBook lost(String name, int amount) {
        return bot(name, new BigDecimal(-amount), BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static List<FleetBook> holding() {
        return List.of(new FleetBook("live",
                List.of(bot("one", BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE)), BigDecimal.ZERO));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Verdict judge(List<FleetBook> books, Optional<BigDecimal> price, Duration age) {
        return judge(books, price, age, Set.of("one"));
    }

    private Verdict judge(List<FleetBook> books, Optional<BigDecimal> price, Duration age, Set<String> sure) {
        Map<InstrumentId, Mark> marks = price.map(at -> Map.of(BITCOIN, new Mark(at, now.minus(age))))
                .orElse(Map.of());
        return judge.judge(new Sight(Optional.of(books), Optional.of(marks), sure, now), now);
    }

    private Verdict judgeNothing() {
        return judge.judge(new Sight(Optional.empty(), Optional.empty(), Set.of(), now), now);
    }

    private static String rules(Verdict verdict) {
        return String.join(",", new TreeSet<>(verdict.reading().found().stream()
                .map(Condition::rule).toList()).stream().map(Enum::name).toList());
    }
}

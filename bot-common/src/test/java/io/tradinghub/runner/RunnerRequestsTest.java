package io.tradinghub.runner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.tradinghub.control.ControlRequest.Addressee;
import io.tradinghub.control.ControlRequest.Kind;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.risk.HaltState;
import io.tradinghub.risk.RiskRule;
import org.junit.jupiter.api.Test;

/// What people ask of a running bot, and what it says became of it.
final class RunnerRequestsTest extends RunnerBench {

    @Test
    void saysWhenAHaltAndItsEndHold() {
        startUp();
        long halted = requests.ask(Addressee.THIS_BOT, Kind.HALT, Optional.empty());
        await(() -> requests.story(halted).startsWith("TAKEN DONE no entry leaves"));
        wanted = 0.05;
        quoteUntil(() -> statuses.getLast().halt() == HaltState.HALTED);
        assertThat(sent).isEmpty();
        long resumed = requests.ask(Addressee.THIS_BOT, Kind.RESUME, Optional.empty());
        quoteUntil(() -> fills() == 1);
        await(() -> requests.story(resumed).equals("TAKEN DONE entries are allowed"));
    }

    @Test
    void flattensOnRequestAndSaysSoWhenItIsFlat() {
        startUp();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        long flatten = requests.ask(Addressee.ALL, Kind.FLATTEN, Optional.empty());
        quoteUntil(() -> requests.story(flatten).equals("TAKEN DONE flat"));
        // ledger and board are written by threads of their own
        await(() -> fills() == 2);
        await(() -> shows("0"));
    }

    @Test
    void haltsOnTheCopyAndWritesWhatItDidOncePostgresIsBack() {
        startUp();
        long halted = requests.ask(Addressee.THIS_BOT, Kind.HALT, Optional.empty());
        requests.becomeAway(true);
        halt = HaltState.HALTED;
        await(() -> switched().equals(List.of(RiskRule.HALTED)));
        pass(Duration.ofSeconds(9));
        requests.becomeAway(false);
        await(() -> requests.story(halted).startsWith("TAKEN DONE"));
    }

    @Test
    void tradesAndHaltsWhilePostgresHangs() {
        startUp();
        requests.hang();
        wanted = 0.05;
        quoteUntil(() -> fills() == 1);
        halt = HaltState.HALTED;
        await(() -> switched().equals(List.of(RiskRule.HALTED)));
    }

    @Test
    void aRequestThatANewerOneOvertookHasFailed() {
        long halted = requests.ask(Addressee.THIS_BOT, Kind.HALT, Optional.empty());
        long resumed = requests.ask(Addressee.THIS_BOT, Kind.RESUME, Optional.empty());
        startUp();
        await(() -> requests.story(halted).equals("FAILED overtaken by request 2"));
        await(() -> requests.story(resumed).startsWith("TAKEN DONE"));
    }

    @Test
    void aResumptionFailsWhileAnotherHaltHolds() {
        requests.ask(Addressee.ALL, Kind.HALT, Optional.empty());
        long resumed = requests.ask(Addressee.THIS_BOT, Kind.RESUME, Optional.empty());
        startUp();
        await(() -> !requests.story(1).isEmpty());
        ahead = Duration.ofSeconds(11);
        await(() -> requests.story(resumed).startsWith("FAILED still HALTED: by a halt of all"));
    }

    @Test
    void adoptsOnRequestWhatAHandHadOpened() {
        ledger.record(fill("by-hand"));
        startUp();
        long wrong = requests.ask(Addressee.THIS_BOT, Kind.ADOPT, Optional.of("margin:BTCUSDT"));
        long adopted = requests.ask(Addressee.THIS_BOT, Kind.ADOPT, Optional.of("spot:BTCUSDT"));
        await(() -> requests.story(adopted).startsWith("DONE adopted; the bot holds 0.01 spot:BTCUSDT"));
        assertThat(requests.story(wrong)).startsWith("FAILED").contains("margin");
        long again = requests.ask(Addressee.THIS_BOT, Kind.ADOPT, Optional.empty());
        await(() -> requests.story(again).startsWith("DONE nothing to adopt"));
    }

    @Test
    void showsWhatAPersonMustDecideAndDoesWhatCanBeAdopted() {
        startUp();
        UnreadRow execution = new UnreadRow(UnreadRow.Kind.EXECUTION, "x-1", Optional.of(PERP), "execution: {}");
        UnreadRow coin = new UnreadRow(UnreadRow.Kind.COIN, "coin USDC", Optional.empty(), "coin: {}");
        requireNonNull(exchange)
                .onEvent(new ExchangeEvent.RowsUnread(List.of(execution, coin), clock.instant()));
        String open = "coin: {} (compare what the account holds with the bot's positions first)";
        await(() -> statuses.getLast().undecided().equals(List.of("linear:BTCUSDT execution: {}", open)));
        assertThat(statuses.getLast().entriesEndedBy()).contains("UNREADABLE_ROW");
        long adopted = requests.ask(Addressee.THIS_BOT, Kind.ADOPT, Optional.of("BTCUSDT"));
        await(() -> requests.story(adopted).equals("DONE adopted; the bot holds nothing; still open: " + open));
        long again = requests.ask(Addressee.THIS_BOT, Kind.ADOPT, Optional.of("BTCUSDT"));
        await(() -> requests.story(again).equals("FAILED nothing that can be adopted now: " + open));
        long all = requests.ask(Addressee.THIS_BOT, Kind.ADOPT, Optional.empty());
        await(() -> requests.story(all).equals("DONE adopted; the bot holds nothing"));
    }
}

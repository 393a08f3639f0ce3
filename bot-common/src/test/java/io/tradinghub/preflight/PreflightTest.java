package io.tradinghub.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.StartMark;
import io.tradinghub.preflight.AccountBook.Approval;
import io.tradinghub.preflight.AccountBook.Results;
import io.tradinghub.preflight.AccountPreparation.Change;
import io.tradinghub.preflight.Check.State;
import io.tradinghub.preflight.ExchangeAccount.Fees;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;
import io.tradinghub.preflight.ExchangeAccount.Order;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;
import io.tradinghub.preflight.ExchangeAccount.Setup;
import io.tradinghub.settings.HubMode;
import io.tradinghub.testing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PreflightTest {
    private static final BotId BOT = new BotId("bot_1_momentum");
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final ManualClock CLOCK = ManualClock.at("2026-03-02T12:00:00Z");
    private static final String FINGERPRINT = "0badcafe";
    private static final Approval APPROVAL = new Approval(ScriptedAccount.UID, new BigDecimal("10000"), "USDT");
    private final ScriptedAccount account = new ScriptedAccount();
    private final MemoryBook book = new MemoryBook();
    private Optional<BigDecimal> leverage = Optional.empty();

    private Preflight preflight(HubMode mode) {
        return new Preflight(expectations(mode), account, book, FINGERPRINT, CLOCK);
    }

    private Expectations expectations(HubMode mode) {
        Fees paper = new Fees(new BigDecimal("0.00055"), new BigDecimal("0.0002"));
        return new Expectations(BOT, mode, List.of(PERP, SPOT), new BigDecimal("10000"), "USDT",
                new BigDecimal("7500"), leverage, Duration.ofSeconds(1), new Expectations.AssumedFees(paper, paper));
    }

    /// What is wrong, the one topic that it concerns, and what comes of it in live, testnet and demo.
    private record Situation(String name, BiConsumer<ScriptedAccount, MemoryBook> change, Topic topic, State live,
            State play, String words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static KeyInfo key(boolean isReadOnly, Set<String> rights, List<String> addresses, Duration left) {
        return new KeyInfo(ScriptedAccount.UID, isReadOnly, rights, addresses,
                addresses.isEmpty() ? Optional.of(CLOCK.instant().plus(left)) : Optional.empty());
    }

    private static KeyInfo with(String right) {
        Set<String> rights = new HashSet<>(new ScriptedAccount().key.rights());
        rights.add(right);
        return key(false, rights, List.of("203.0.113.7"), Duration.ZERO);
    }

    private static KeyInfo unbound(Duration left) {
        return key(false, new ScriptedAccount().key.rights(), List.of(), left);
    }

    private static Order order(BotId bot, boolean isLive) {
        return new Order(ClientOrderId.of(bot, new StartMark("0abc12xyz"), 7).value(), isLive);
    }

    private static Perpetual perpetual(boolean isOneWay, String leverage) {
        return new Perpetual(PERP, isOneWay, new BigDecimal(leverage), false);
    }

    private static Situation failing(String name, BiConsumer<ScriptedAccount, MemoryBook> change, Topic topic,
            String words) {
        return new Situation(name, change, topic, State.FAILED, State.FAILED, words);
    }

    private static Situation live(String name, BiConsumer<ScriptedAccount, MemoryBook> change, Topic topic,
            String words) {
        return new Situation(name, change, topic, State.FAILED, State.NOTE, words);
    }

    private static Situation note(String name, BiConsumer<ScriptedAccount, MemoryBook> change, Topic topic,
            String words) {
        return new Situation(name, change, topic, State.NOTE, State.NOTE, words);
    }

    private static Stream<Situation> keys() {
        return Stream.of(
                live("may withdraw", (account, _) -> account.key = with("Wallet:Withdraw"), Topic.WITHDRAWAL,
                        "take the right Withdraw from it"),
                live("may transfer", (account, _) -> account.key = with("Wallet:AccountTransfer"), Topic.TRANSFERS,
                        "Wallet:AccountTransfer"),
                live("may move money of sub-accounts", (account, _) -> account.key = with("Wallet:SubMemberTransfer"),
                        Topic.TRANSFERS, "Wallet:SubMemberTransfer"),
                live("works from everywhere", (account, _) -> account.key = unbound(Duration.ofDays(60)),
                        Topic.ADDRESSES, "bind it to this host's address"),
                failing("is read-only",
                        (account, _) -> account.key = key(true, account.key.rights(), List.of("::1"), Duration.ZERO),
                        Topic.WRITING, "read-only"),
                failing("may trade no spot", (account, _) -> account.key = key(false,
                        Set.of("ContractTrade:Order", "ContractTrade:Position"), List.of("::1"), Duration.ZERO),
                        Topic.RIGHTS, "the key lacks Spot:SpotTrade"),
                failing("may set no stops", (account, _) -> account.key = key(false,
                        Set.of("ContractTrade:Order", "Spot:SpotTrade"), List.of("::1"), Duration.ZERO), Topic.RIGHTS,
                        "the key lacks ContractTrade:Position"));
    }

    private static Stream<Situation> accounts() {
        return Stream.of(
                failing("classic", (account, _) -> account.setup = new Setup(false, "REGULAR_MARGIN"), Topic.UNIFIED,
                        "upgrade"),
                failing("isolated margin", (account, _) -> account.setup = new Setup(true, "ISOLATED_MARGIN"),
                        Topic.MARGIN_MODE, "ISOLATED_MARGIN"),
                failing("hedge mode", (account, _) -> account.perpetuals.put(PERP, perpetual(false, "10")),
                        Topic.POSITION_MODE, "hedge mode in linear:BTCUSDT"),
                note("too little leverage", (account, _) -> account.perpetuals.put(PERP, perpetual(true, "0.5")),
                        Topic.LEVERAGE, "need 0.75"),
                failing("too little money", (account, _) -> account.balance = new BigDecimal("9899.99"), Topic.WALLET,
                        "9899.99 USDT, and CAPITAL with what was earned is 10000"),
                failing("profits are gone",
                        (_, book) -> book.results = new Results(new BigDecimal("250"), BigDecimal.ZERO), Topic.WALLET,
                        "10250"),
                failing("clock is slow", (account, _) -> account.ahead = Duration.ofMillis(-1_001), Topic.CLOCK,
                        "1001 ms apart"),
                failing("another hub trades", (account, _) -> account.orders = List.of(
                        order(new BotId("bot_7_foreign"), false)), Topic.OTHER_ORDERS, "bot_7_foreign has orders"),
                note("dear", (account, _) -> account.fees = new Fees(new BigDecimal("0.001"), new BigDecimal("0.0002")),
                        Topic.FEES, "taker 0.001"),
                note("fees are not told", (account, _) -> account.faults.put("fees",
                        new ExchangeRefusalException("/v5/account/fee-rate", 10_032,
                                "Demo trading are not supported.")),
                        Topic.FEES, "does not tell the fees"),
                new Situation("a question is not answered", (account, _) -> account.faults.put("balance",
                        new ExchangeUnavailableException("nothing in time")), Topic.WALLET, State.NO_ANSWER,
                        State.NO_ANSWER, "nothing in time"),
                failing("a question is refused", (account, _) -> account.faults.put("setup",
                        new ExchangeRefusalException("/v5/account/info", 10_005, "Permission denied")), Topic.UNIFIED,
                        "Permission denied"));
    }

    private static Stream<Arguments> situations() {
        return Stream.concat(keys(), accounts()).flatMap(situation -> Stream.of(HubMode.LIVE, HubMode.TESTNET,
                HubMode.DEMO).map(mode -> Arguments.of(situation, mode)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("situations")
    void findsWhatIsWrongAndNothingElse(Situation situation, HubMode mode) {
        book.approval = Optional.of(APPROVAL);
        situation.change.accept(account, book);

        PreflightReport report = preflight(mode).check();

        Check found = check(report, situation.topic);
        assertThat(found.state()).isEqualTo(mode == HubMode.LIVE ? situation.live : situation.play);
        assertThat(found.explanation()).contains(situation.words);
        assertThat(report.failed()).extracting(Check::topic)
                .isSubsetOf(situation.topic, Topic.MARGIN_MODE)
                .hasSizeLessThanOrEqualTo(situation.name.equals("a question is refused") ? 2 : 1);
    }

    private static Check check(PreflightReport report, Topic topic) {
        return report.checks().stream().filter(check -> check.topic() == topic).findFirst().orElseThrow();
    }

    private static Map<Topic, State> states(PreflightReport report) {
        Map<Topic, State> states = new EnumMap<>(Topic.class);
        report.checks().forEach(check -> states.put(check.topic(), check.state()));
        return states;
    }

    @Test
    void anAccountInOrderPassesEveryCheck() {
        book.approval = Optional.of(APPROVAL);
        PreflightReport report = preflight(HubMode.LIVE).check();
        assertThat(report.checks()).extracting(Check::topic).containsExactly(Topic.values());
        assertThat(report.checks()).extracting(Check::state).containsOnly(State.PASSED);
        assertThat(report.hasPassed()).isTrue();
        assertThat(report.uid()).hasValue(ScriptedAccount.UID);
    }

    @ParameterizedTest
    @EnumSource(value = HubMode.class, names = {"DEMO", "TESTNET"})
    void nobodyIsAskedToApprovePlayMoney(HubMode mode) {
        assertThat(preflight(mode).check().checks()).extracting(Check::topic).doesNotContain(Topic.GO_LIVE);
    }

    @Test
    void aKeyBoundToAddressesDoesNotExpireAndAnotherDoes() {
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.EXPIRY).state()).isEqualTo(State.PASSED);
        account.key = unbound(Duration.ofDays(15));
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.EXPIRY)).matches(
                check -> check.state() == State.PASSED && check.found().contains("in 15 days"));
        account.key = unbound(Duration.ofDays(14));
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.EXPIRY).state()).isEqualTo(State.NOTE);
        account.key = unbound(Duration.ZERO);
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.EXPIRY).state()).isEqualTo(State.FAILED);
    }

    @Test
    void theAccountOfAnotherBotIsAskedNothing() {
        book.ofOthers.add(ScriptedAccount.UID);
        PreflightReport report = preflight(HubMode.DEMO).check();
        assertThat(report.isForeign()).isTrue();
        assertThat(report.isOwn()).isFalse();
        assertThat(account.asked).containsExactly("key");
    }

    @Test
    void anotherAccountThanBeforeIsRefusedWithBothNumbers() {
        book.own = OptionalLong.of(77);
        PreflightReport report = preflight(HubMode.DEMO).check();
        assertThat(report.isForeign()).isTrue();
        assertThat(check(report, Topic.ACCOUNT).explanation()).contains("of account 1001", "on account 77");
    }

    @Test
    void lookingClaimsNothingAndCheckingClaimsOnce() {
        assertThat(preflight(HubMode.DEMO).look().isOwn()).isTrue();
        assertThat(book.own).isEmpty();
        assertThat(preflight(HubMode.DEMO).isKeyKnown()).isFalse();
        assertThat(preflight(HubMode.DEMO).check().isOwn()).isTrue();
        assertThat(book.own).hasValue(ScriptedAccount.UID);
        assertThat(preflight(HubMode.DEMO).isKeyKnown()).isTrue();
    }

    @Test
    void silenceOfExchangeOrLedgerIsNoFailure() {
        account.setSilent(true);
        assertThat(states(preflight(HubMode.LIVE).check())).isEqualTo(Map.of(Topic.KEY, State.NO_ANSWER));
        account.setSilent(false);
        book.isAway = true;
        PreflightReport report = preflight(HubMode.LIVE).check();
        assertThat(report.failed()).isEmpty();
        assertThat(report.unanswered()).extracting(Check::topic).containsExactly(Topic.ACCOUNT);
        assertThat(report.isOwn()).isFalse();
    }

    @Test
    void aKeyThatBybitDoesNotTakeFails() {
        account.faults.put("key", new ExchangeRefusalException("/v5/user/query-api", 33_004, "expired"));
        assertThat(states(preflight(HubMode.DEMO).check())).isEqualTo(Map.of(Topic.KEY, State.FAILED));
    }

    @Test
    void realMoneyNeedsAnApprovalOfThisAccountAndThisCapital() {
        for (Approval other : List.of(new Approval(2, APPROVAL.capital(), "USDT"),
                new Approval(ScriptedAccount.UID, new BigDecimal("9999"), "USDT"),
                new Approval(ScriptedAccount.UID, APPROVAL.capital(), "USDC"))) {
            book.approval = Optional.of(other);
            assertThat(check(preflight(HubMode.LIVE).check(), Topic.GO_LIVE)).matches(
                    check -> check.state() == State.FAILED && check.advice().equals("./hub go-live bot_1_momentum"));
        }
        book.approval = Optional.empty();
        assertThat(check(preflight(HubMode.LIVE).check(), Topic.GO_LIVE).found()).contains("nobody has approved");
        book.approval = Optional.of(new Approval(ScriptedAccount.UID, new BigDecimal("10000.00"), "USDT"));
        assertThat(preflight(HubMode.LIVE).check().hasPassed()).isTrue();
    }

    @Test
    void coinsThatAreHeldOnSpotCountAtWhatTheyCost() {
        account.balance = new BigDecimal("2000");
        book.results = new Results(new BigDecimal("-500"), new BigDecimal("7500"));
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.WALLET).state()).isEqualTo(State.PASSED);
    }

    @Test
    void ordersOfThisBotAndOfPeopleAreNotAnotherBots() {
        account.orders = List.of(order(BOT, true), new Order("", true), new Order("by-hand-123", true),
                new Order("Mixed-0abc12xyz-1", true), new Order("bot_7-1", true));
        PreflightReport report = preflight(HubMode.DEMO).check();
        assertThat(check(report, Topic.OTHER_ORDERS).state()).isEqualTo(State.PASSED);
        assertThat(report.isHolding()).isTrue();
        account.orders = List.of(order(BOT, false));
        assertThat(preflight(HubMode.DEMO).check().isHolding()).isFalse();
    }

    @Test
    void leverageThatIsAskedForMustBeThere() {
        leverage = Optional.of(new BigDecimal("3"));
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.LEVERAGE)).matches(
                check -> check.state() == State.FAILED && check.advice().contains("./hub prepare-account"));
        account.perpetuals.put(PERP, perpetual(true, "3.00"));
        assertThat(check(preflight(HubMode.DEMO).check(), Topic.LEVERAGE).state()).isEqualTo(State.PASSED);
    }

    @Test
    void preparesOnlyWhatIsNotAsWanted() {
        AccountPreparation preparation = new AccountPreparation(expectations(HubMode.DEMO), account);
        assertThat(preparation.plan()).isEmpty();
        leverage = Optional.of(new BigDecimal("3"));
        account.perpetuals.put(PERP, new Perpetual(PERP, false, BigDecimal.TEN, true));
        AccountPreparation wanted = new AccountPreparation(expectations(HubMode.DEMO), account);
        List<Change> plan = wanted.plan();
        assertThat(plan).extracting(Change::words).containsExactly(
                "linear:BTCUSDT from hedge mode to one-way, which Bybit refuses while it has a position: ./hub flatten first",
                "linear:BTCUSDT from leverage 10 to 3");
        assertThat(plan).extracting(Change::isBlocked).containsExactly(true, false);
        account.asked.clear();
        plan.forEach(wanted::carryOut);
        assertThat(account.asked).containsExactly("one-way linear:BTCUSDT", "leverage linear:BTCUSDT 3");
    }

    @Test
    void checksAgainAfterADayAndSoonerWhatFailedOrWasNotAnswered() {
        Preflight preflight = preflight(HubMode.DEMO);
        assertThat(preflight.pauseAfter(preflight.check())).isEqualTo(AccountChecks.DAY);
        account.balance = BigDecimal.ZERO;
        assertThat(preflight.pauseAfter(preflight.check())).isEqualTo(AccountChecks.AFTER_FAILURE);
        account.setSilent(true);
        assertThat(preflight.pauseAfter(preflight.check())).isEqualTo(AccountChecks.AFTER_SILENCE);
    }

    @Test
    void thePageSaysInWhichModesAFaultFails() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "trading-for-real.md"));
        for (Topic topic : Topic.values()) {
            String states = Stream.of(HubMode.LIVE, HubMode.TESTNET, HubMode.DEMO)
                    .map(mode -> topic.failsIn(mode) ? "fails" : "note").collect(Collectors.joining(" | "));
            assertThat(rows).as("%s", topic).filteredOn(row -> row.startsWith("| %s | ".formatted(topic)))
                    .singleElement().asString().endsWith(" | %s |".formatted(states));
        }
    }

    @Test
    void tellsOneLineACheckWithWhatToDo() {
        account.setSilent(true);
        assertThat(preflight(HubMode.DEMO).check().table()).isEqualTo("no answer key            no answer in time");
        account.setSilent(false);
        book.ofOthers.add(ScriptedAccount.UID);
        assertThat(PreflightReport.lines(preflight(HubMode.DEMO).check().failed())).isEqualTo(
                "account: account 1001 is another bot's of this hub: give each bot a sub-account and a key of its own (./hub set-key)");
    }
}

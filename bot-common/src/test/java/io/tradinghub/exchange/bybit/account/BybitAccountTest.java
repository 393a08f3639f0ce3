package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.exchange.bybit.RequestShare;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.market.Quote;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.StartMark;
import io.tradinghub.preflight.Check;
import io.tradinghub.preflight.ExchangeAccount;
import io.tradinghub.preflight.ExchangeAccount.Fees;
import io.tradinghub.preflight.ExchangeAccount.KeyInfo;
import io.tradinghub.preflight.ExchangeAccount.Order;
import io.tradinghub.preflight.ExchangeAccount.Perpetual;
import io.tradinghub.preflight.ExchangeAccount.Setup;
import io.tradinghub.preflight.Expectations;
import io.tradinghub.preflight.MemoryBook;
import io.tradinghub.preflight.Preflight;
import io.tradinghub.preflight.PreflightReport;
import io.tradinghub.preflight.Topic;
import io.tradinghub.settings.HubMode;
import io.tradinghub.settings.Secret;
import io.tradinghub.sim.BybitSim;
import io.tradinghub.sim.SimSettings;
import io.tradinghub.sim.exchange.QuotedVenue;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.market.SyntheticMarket;
import io.tradinghub.testing.ManualClock;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The questions about accounts, asked of the simulator over real sockets.
final class BybitAccountTest {
    private static final InstrumentId PERP = InstrumentId.linear("BTCUSDT");
    private static final InstrumentId SPOT = InstrumentId.spot("BTCUSDT");
    private static final String LOCAL = "127.0.0.1";
    private static final long UID = 3_000_000_007L;
    private static final Map<String, List<String>> ALL_RIGHTS = io.tradinghub.sim.key.ApiKey.tradingRights();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-02T12:00:00Z"));
    private final QuotedVenue venue = new QuotedVenue();
    private static final HostRequests REQUESTS = HostRequests.alone(RequestShare.ofTrading(10_000),
            InstantSource.system());
    private BybitSim simulator;

    @BeforeEach
    void startTheSimulator() {
        for (InstrumentId id : List.of(PERP, SPOT)) {
            venue.publish(new Instrument(id, "BTC", "USDT", new BigDecimal("0.1"), new BigDecimal("0.001"),
                    new BigDecimal("0.001"), new BigDecimal("5"), new BigDecimal("100"), new BigDecimal("50"),
                    Optional.of(Duration.ofHours(8))));
            venue.quote(new Quote(id, 50_000, 10, 50_000.1, 10, clock.instant()));
        }
        simulator = BybitSim.start(SimSettings.local().withRequestsPerFiveSeconds(Integer.MAX_VALUE),
                SyntheticMarket.of(1, List.of("BTCUSDT"), clock.instant()),
                new BybitSim.Surroundings(venue, clock, clock, () -> clock.millis() * 1_000_000),
                List.of(key("bound", false, ALL_RIGHTS, List.of(LOCAL), Optional.empty()),
                        key("second", false, ALL_RIGHTS, List.of(LOCAL), Optional.empty()),
                        key("ending", false, ALL_RIGHTS, List.of("*"),
                                Optional.of(clock.instant().plus(Duration.ofDays(3)))),
                        key("ended", false, ALL_RIGHTS, List.of("*"), Optional.of(clock.instant())),
                        key("elsewhere", false, ALL_RIGHTS, List.of("203.0.113.9"), Optional.empty()),
                        key("reading", true, powerful(), List.of("*"), Optional.empty())));
    }

    @AfterEach
    void stopTheSimulator() {
        simulator.close();
    }

    private static Map<String, List<String>> powerful() {
        Map<String, List<String>> rights = new LinkedHashMap<>(ALL_RIGHTS);
        rights.put("Spot", List.of());
        rights.put("Wallet", List.of("AccountTransfer", "Withdraw"));
        return rights;
    }

    private SimAccount key(String name, boolean isReadOnly, Map<String, List<String>> rights, List<String> ips,
            Optional<Instant> expiry) {
        return new SimAccount(new io.tradinghub.sim.key.ApiKey(name, secret(name).reveal(), UID, isReadOnly, rights,
                ips, clock.instant(), expiry, "test"), Map.of("USDT", new BigDecimal("10000")));
    }

    private static Secret secret(String name) {
        return Secret.of(name + "-secret-0123456789");
    }

    private BybitAccountSettings settings() {
        URI stream = URI.create("ws://" + simulator.restUrl().getAuthority());
        return BybitAccountSettings.of(simulator.restUrl(), stream);
    }

    private BybitAccount account(String name) {
        return BybitAccount.open(settings(), new ApiKey(Secret.of(name), secret(name)), clock, REQUESTS);
    }

    private RestReply post(String path, ObjectNode body) {
        SignedCalls person = new SignedCalls(new OkHttpClient(), settings(),
                new ApiKey(Secret.of("bound"), secret("bound")), new ExchangeClock(clock),
                REQUESTS);
        RestReply reply = person.post(path, body, Turn.of(Lane.EXIT));
        assertThat(reply).isInstanceOf(RestReply.Success.class);
        return reply;
    }

    private static ObjectNode about(InstrumentId instrument) {
        return JsonNodeFactory.instance.objectNode().put("category", instrument.category().wireName()).put("symbol",
                instrument.symbol().name());
    }

    private void order(String id, String price) {
        RestReply unused = post("/v5/order/create", about(PERP).put("side", "Buy").put("orderType", "Limit")
                .put("price", price).put("qty", "0.001").put("orderLinkId", id));
    }

    @Test
    void tellsWhatAKeyMayDo() {
        try (BybitAccount bound = account("bound"); BybitAccount reading = account("reading")) {
            KeyInfo key = bound.key();
            assertThat(key.uid()).isEqualTo(UID);
            assertThat(key.isReadOnly()).isFalse();
            assertThat(key.addresses()).containsExactly(LOCAL);
            assertThat(key.rights()).contains("ContractTrade:Order", "ContractTrade:Position", "Spot:SpotTrade");
            assertThat(reading.key().isReadOnly()).isTrue();
            assertThat(reading.key().rights()).contains("Wallet:Withdraw", "Wallet:AccountTransfer")
                    .doesNotContain("Spot:SpotTrade");
        }
    }

    /// Bybit shows 1970 for a key that is bound to addresses.
    @Test
    void takesTheExpiryOfAKeyThatIsBoundToAddressesForNone() {
        try (BybitAccount bound = account("bound"); BybitAccount ending = account("ending")) {
            assertThat(bound.key().expiresAt()).isEmpty();
            assertThat(ending.key().addresses()).isEmpty();
            assertThat(ending.key().expiresAt()).hasValue(clock.instant().plus(Duration.ofDays(3)));
        }
    }

    @Test
    void aKeyThatEndedOrWorksElsewhereIsRefused() {
        for (String name : List.of("ended", "elsewhere", "nobodys")) {
            try (BybitAccount account = account(name)) {
                assertThatThrownBy(account::key).as(name).isInstanceOf(ExchangeRefusalException.class);
            }
        }
    }

    @Test
    void tellsHowTheAccountIsSetUp() {
        try (BybitAccount account = account("bound")) {
            assertThat(account.setup()).isEqualTo(new Setup(true, "REGULAR_MARGIN"));
            assertThat(account.balance("USDT")).isEqualByComparingTo("10000");
            assertThat(account.balance("BTC")).isEqualByComparingTo("0");
            assertThat(account.fees(PERP)).isEqualTo(new Fees(new BigDecimal("0.00055"), new BigDecimal("0.0002")));
            assertThat(account.fees(SPOT)).isEqualTo(new Fees(new BigDecimal("0.001"), new BigDecimal("0.001")));
            assertThat(account.clockAhead()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void tellsHowFarTheClocksAreApart() {
        for (long ahead : List.of(-700L, 700L)) {
            try (BybitAccount account = BybitAccount.open(settings(), new ApiKey(Secret.of("bound"), secret("bound")),
                    () -> clock.instant().plusMillis(ahead), REQUESTS)) {
                assertThat(account.clockAhead()).isEqualTo(Duration.ofMillis(ahead));
            }
        }
    }

    @Test
    void tellsAndSetsModeAndLeverage() {
        RestReply unused = post("/v5/position/switch-mode", about(PERP).put("mode", 3));
        try (BybitAccount account = account("bound")) {
            assertThat(account.perpetual(PERP).isOneWay()).isFalse();
            account.setOneWay(PERP);
            account.setOneWay(PERP);
            account.setLeverage(PERP, new BigDecimal("4"));
            account.setLeverage(PERP, new BigDecimal("4"));
            Perpetual found = account.perpetual(PERP);
            assertThat(found.isOneWay()).isTrue();
            assertThat(found.isHeld()).isFalse();
            assertThat(found.leverage()).isEqualByComparingTo("4");
        }
    }

    @Test
    void doesNotSwitchTheModeOfAPositionOrAnOrder() {
        RestReply unused = post("/v5/position/switch-mode", about(PERP).put("mode", 3));
        RestReply bought = post("/v5/order/create", about(PERP).put("side", "Buy").put("orderType", "Market")
                .put("qty", "0.01").put("positionIdx", 1));
        assertThat(bought).isNotNull();
        try (BybitAccount account = account("bound")) {
            assertThat(account.perpetual(PERP).isHeld()).isTrue();
            assertThatThrownBy(() -> account.setOneWay(PERP)).isInstanceOf(ExchangeRefusalException.class);
        }
    }

    @Test
    void tellsLiveOrdersAndThoseOfTheLastHour() {
        String live = id("bot_1", 1);
        String ended = id("bot_7_foreign", 2);
        order(live, "40000");
        order(ended, "60000");
        try (BybitAccount account = account("bound")) {
            assertThat(account.orders()).containsExactlyInAnyOrder(new Order(live, true), new Order(ended, false));
            clock.advance(Duration.ofMinutes(61));
            assertThat(account.orders()).containsExactly(new Order(live, true));
        }
    }

    private static String id(String bot, int number) {
        return ClientOrderId.of(new BotId(bot), new StartMark("0abc12xyz"), number).value();
    }

    @Test
    void asksInVainWhileNothingAnswers() {
        try (BybitAccount account = account("bound")) {
            simulator.close();
            assertThatThrownBy(account::key).isInstanceOf(ExchangeUnavailableException.class);
            assertThatThrownBy(account::clockAhead).isInstanceOf(ExchangeUnavailableException.class);
            startTheSimulator();
        }
    }

    @Test
    void everyCheckOfAnAccountInOrderPasses() {
        PreflightReport report = preflight("bound", new MemoryBook());
        assertThat(report.checks()).as(report.table()).extracting(Check::state).containsOnly(Check.State.PASSED);
        assertThat(report.uid()).hasValue(UID);
    }

    @Test
    void namesAllThatIsWrongWithAKey() {
        PreflightReport report = preflight("reading", new MemoryBook());
        assertThat(report.failed()).as(report.table()).extracting(Check::topic).containsExactly(Topic.WRITING,
                Topic.RIGHTS);
        assertThat(report.checks()).filteredOn(check -> check.state() == Check.State.NOTE).extracting(Check::topic)
                .containsExactly(Topic.WITHDRAWAL, Topic.TRANSFERS, Topic.ADDRESSES);
    }

    @Test
    void anotherKeyOfTheAccountIsTakenAndTheOldOneMayGo() {
        MemoryBook book = new MemoryBook();
        assertThat(preflight("bound", book).isOwn()).isTrue();
        RestReply unused = post("/v5/order/create",
                about(PERP).put("side", "Buy").put("orderType", "Market").put("qty", "0.01"));

        PreflightReport rotated = preflight("second", book);

        assertThat(rotated.isOwn()).isTrue();
        assertThat(rotated.isHolding()).as("the position is still there").isTrue();
        assertThat(book.keys).hasSize(2);
    }

    private PreflightReport preflight(String name, MemoryBook book) {
        Fees linear = new Fees(new BigDecimal("0.00055"), new BigDecimal("0.0002"));
        Fees spot = new Fees(new BigDecimal("0.001"), new BigDecimal("0.001"));
        Expectations wanted = new Expectations(new BotId("bot_1"), HubMode.TESTNET, List.of(PERP, SPOT),
                new BigDecimal("10000"), "USDT", new BigDecimal("7500"), Optional.empty(), Duration.ofSeconds(1),
                new Expectations.AssumedFees(linear, spot));
        try (ExchangeAccount account = account(name)) {
            return new Preflight(wanted, account, book,
                    new ApiKey(Secret.of(name), secret(name)).fingerprint(), clock).check();
        }
    }
}

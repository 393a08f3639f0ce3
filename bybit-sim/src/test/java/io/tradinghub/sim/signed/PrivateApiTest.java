package io.tradinghub.sim.signed;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.FeeRates;
import io.tradinghub.sim.exchange.ScriptedVenue;
import io.tradinghub.sim.fault.SimFaults;
import io.tradinghub.sim.key.ApiKeys;
import io.tradinghub.sim.key.SimAccount;
import io.tradinghub.sim.signed.PrivateApi.Answer;
import io.tradinghub.sim.signed.PrivateApi.Method;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The limits per account and endpoint, on a clock that stands still.
class PrivateApiTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong();
    private final ScriptedVenue venue = new ScriptedVenue();
    private final Caller caller = caller(1);
    private final PrivateApi api = api();

    private static Caller caller(long uid) {
        return new Caller(SimAccount.trading("key" + uid, "secret", uid, NOW).key());
    }

    private PrivateApi api() {
        Exchange exchange = new Exchange(venue, new Exchange.Settings(1, Environment.MAINNET, 0), NOW.toEpochMilli());
        for (long uid = 1; uid <= 2; uid++) {
            exchange.openAccount(uid, FeeRates.STANDARD, Map.of("USDT", new BigDecimal(10_000)));
        }
        SimFaults faults = new SimFaults(nanos::get);
        Authenticator authenticator = new Authenticator(new ApiKeys(List.of()), faults, () -> NOW);
        return new PrivateApi(new LiveExchange(exchange, () -> NOW), venue, authenticator, new UidLimits(nanos::get));
    }

    private Answer ask(Caller asking, String path, String category) {
        ObjectNode members = Json.object().put("category", category).put("symbol", "BTCUSDT");
        return api.paths().get(path) == Method.GET
                ? api.answer(path, asking, new QueryParameters(name -> members.path(name).asText(null)))
                : api.answer(path, asking, members);
    }

    @ParameterizedTest
    @CsvSource({"/v5/order/create, linear, 10", "/v5/order/create, spot, 20", "/v5/order/amend, linear, 10",
            "/v5/order/amend, spot, 10", "/v5/order/cancel, linear, 10", "/v5/order/cancel, spot, 20",
            "/v5/order/cancel-all, linear, 10", "/v5/order/cancel-all, spot, 20", "/v5/order/realtime, linear, 50",
            "/v5/order/history, linear, 50", "/v5/execution/list, linear, 50", "/v5/position/list, linear, 50",
            "/v5/account/wallet-balance, '', 50", "/v5/account/info, '', 50",
            "/v5/position/set-leverage, linear, 10", "/v5/position/switch-mode, linear, 10",
            "/v5/position/trading-stop, linear, 10", "/v5/account/fee-rate, linear, 5",
            "/v5/account/query-dcp-info, '', 5", "/v5/order/disconnected-cancel-all, '', 5",
            "/v5/account/set-margin-mode, '', 5", "/v5/user/query-api, '', 10"})
    void refusesWhatExceedsBybitsNumbersForOneSecond(String path, String category, int limit) {
        for (int left = limit - 1; left >= 0; left--) {
            Answer answer = ask(caller, path, category);
            assertThat(answer.standing()).isEqualTo(new UidLimits.Standing(limit, left, false, Duration.ZERO));
            assertThat(answer.reply().code()).isNotEqualTo(10_006);
        }
        nanos.addAndGet(Duration.ofMillis(400).toNanos());
        Answer refused = ask(caller, path, category);
        assertThat(refused.reply().code()).isEqualTo(10_006);
        assertThat(refused.reply().message()).isEqualTo("Too many visits");
        assertThat(refused.standing()).isEqualTo(new UidLimits.Standing(limit, 0, true, Duration.ofMillis(600)));
        assertThat(ask(caller(2), path, category).standing().isExceeded()).isFalse();
        nanos.addAndGet(Duration.ofMillis(600).toNanos());

        assertThat(ask(caller, path, category).standing().isExceeded()).isFalse();
    }

    @Test
    void countsEveryOrderOfABatchApartFromSingleOrders() {
        ObjectNode batch = Json.object().put("category", "linear");
        for (int i = 0; i < 6; i++) {
            batch.withArray("request").addObject().put("symbol", "BTCUSDT");
        }

        assertThat(api.answer("/v5/order/create-batch", caller, batch).standing().left()).isEqualTo(4);
        assertThat(api.answer("/v5/order/create-batch", caller, batch).reply().code()).isEqualTo(10_006);
        assertThat(ask(caller, "/v5/order/create", "linear").standing().left()).isEqualTo(9);
    }

    @Test
    void countsFuturesAndSpotApart() {
        ask(caller, "/v5/order/create", "linear");

        assertThat(ask(caller, "/v5/order/create", "spot").standing().left()).isEqualTo(19);
    }
}

package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.bybit.HostRequests;
import io.tradinghub.exchange.bybit.Lane;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.preflight.ExchangeAccount;
import okhttp3.OkHttpClient;

/// Asks Bybit about an account and its key, and sets the two things that a bot needs there.
///
/// Source: Bybit v5, "Get API Key Information", "Get Account Info", "Get Position Info", "Get Wallet Balance", "Get Fee
/// Rate", "Switch Position Mode", "Set Leverage".
public final class BybitAccount implements ExchangeAccount {
    /// Allows every address, in the list of those that may use a key.
    private static final String ANY_ADDRESS = "*";
    /// From this state on an account is a unified one; 1 is a classic one.
    private static final int UNIFIED = 3;
    private static final int ONE_WAY = 0;
    private static final String REALTIME = "/v5/order/realtime";
    private static final int MOST_ROWS = 50;
    private static final Turn TURN = Turn.of(Lane.HISTORY);
    private static final Duration LATELY = Duration.ofHours(1);
    private final OkHttpClient http;
    private final SignedCalls calls;
    private final Pages pages;
    private final ExchangeClock clock;
    private final InstantSource local;

    private BybitAccount(BybitAccountSettings settings, ApiKey key, InstantSource local, HostRequests requests) {
        this.http = new OkHttpClient.Builder().callTimeout(settings.callTimeout()).retryOnConnectionFailure(false)
                .followRedirects(false).followSslRedirects(false).build();
        this.local = local;
        this.clock = new ExchangeClock(local);
        this.calls = new SignedCalls(http, settings, key, clock, requests);
        this.pages = new Pages(calls, Lane.HISTORY, settings.questionPause());
    }

    /// Opens no connection before the first question. The caller closes it.
    ///
    /// @param local this machine's clock
    /// @param requests stays its owner's
    public static BybitAccount open(BybitAccountSettings settings, ApiKey key, InstantSource local,
            HostRequests requests) {
        return new BybitAccount(settings, key, local, requests);
    }

    /// A key that is bound to addresses shows an expiry in 1970, which means none.
    @Override
    public KeyInfo key() {
        return asked(() -> {
            Row row = new Row(pages.one("/v5/user/query-api", Query.none()).result());
            List<String> addresses = texts(row.json().path("ips"));
            boolean isBound = !addresses.isEmpty() && !addresses.contains(ANY_ADDRESS);
            return new KeyInfo(row.json().path("userID").asLong(), row.json().path("readOnly").asInt(1) != 0,
                    rights(row.json().path("permissions")), isBound ? addresses : List.of(),
                    isBound ? Optional.empty() : Optional.of(expiry(row)));
        });
    }

    private static Set<String> rights(JsonNode permissions) {
        Set<String> rights = new HashSet<>();
        permissions.properties().forEach(
                group -> texts(group.getValue()).forEach(right -> rights.add(group.getKey() + ':' + right)));
        return rights;
    }

    private static Instant expiry(Row row) {
        String text = row.text("expiredAt");
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expiredAt must be a time, got '%s'".formatted(text), e);
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    @Override
    public Setup setup() {
        return asked(() -> {
            Row row = new Row(pages.one("/v5/account/info", Query.none()).result());
            return new Setup(row.json().path("unifiedMarginStatus").asInt() >= UNIFIED, row.text("marginMode"));
        });
    }

    /// In hedge mode a perpetual has two rows, one for each side, and neither is number 0.
    @Override
    public Perpetual perpetual(InstrumentId perpetual) {
        return asked(() -> {
            List<Row> rows = pages.all("/v5/position/list", query(perpetual)).rows();
            if (rows.isEmpty()) {
                throw new ExchangeUnavailableException("/v5/position/list has no row of " + perpetual);
            }
            return new Perpetual(perpetual,
                    rows.stream().allMatch(row -> row.json().path("positionIdx").asInt(-1) == ONE_WAY),
                    rows.getFirst().number("leverage"),
                    rows.stream().anyMatch(row -> row.number("size").signum() != 0));
        });
    }

    @Override
    public BigDecimal balance(String coin) {
        return asked(() -> pages
                .ask("/v5/account/wallet-balance", Query.none().with("accountType", "UNIFIED").with("coin", coin))
                .rows().stream().flatMap(account -> account.json().path("coin").valueStream()).map(Row::new)
                .filter(row -> row.text("coin").equals(coin)).map(row -> row.number("walletBalance")).findFirst()
                .orElse(BigDecimal.ZERO));
    }

    @Override
    public List<Order> orders() {
        return asked(() -> {
            Instant lately = clock.instant().minus(LATELY);
            List<Order> found = new ArrayList<>();
            for (OrderLists.Market market : OrderLists.Market.ALL) {
                market.queriesOfOrders().forEach(query -> pages.all(REALTIME, query.with("openOnly", 0)
                        .with("limit", MOST_ROWS)).rows()
                        .forEach(row -> found.add(new Order(row.text("orderLinkId"), true))));
                pages.ask(REALTIME, market.query().with("openOnly", 1).with("limit", MOST_ROWS)).rows().stream()
                        .filter(row -> row.time("updatedTime").isAfter(lately))
                        .forEach(row -> found.add(new Order(row.text("orderLinkId"), false)));
            }
            return found;
        });
    }

    @Override
    public Fees fees(InstrumentId instrument) {
        return asked(() -> pages.ask("/v5/account/fee-rate", query(instrument)).rows().stream().findFirst()
                .map(row -> new Fees(row.number("takerFeeRate"), row.number("makerFeeRate")))
                .orElseThrow(
                        () -> new ExchangeUnavailableException("/v5/account/fee-rate has no row of " + instrument)));
    }

    /// Bybit's stamp was put on somewhere between asking and hearing, so a slow answer proves no difference.
    @Override
    public Duration clockAhead() {
        long before = local.millis();
        RestReply reply = calls.time(TURN);
        long after = local.millis();
        return switch (reply) {
            case RestReply.Success(JsonNode _, Instant at) ->
                Duration.ofMillis(Math.clamp(at.toEpochMilli(), before, after) - at.toEpochMilli());
            case RestReply.Refusal _,RestReply.NoAnswer _,RestReply.NotSent _ ->
                throw new ExchangeUnavailableException("the exchange does not tell its time: " + reply);
        };
    }

    @Override
    public void setOneWay(InstrumentId perpetual) {
        change("/v5/position/switch-mode", about(perpetual).put("mode", ONE_WAY));
    }

    @Override
    public void setLeverage(InstrumentId perpetual, BigDecimal leverage) {
        change("/v5/position/set-leverage", about(perpetual).put("buyLeverage", leverage.toPlainString())
                .put("sellLeverage", leverage.toPlainString()));
    }

    private void change(String path, ObjectNode body) {
        switch (calls.post(path, body, TURN)) {
            case RestReply.Success _ -> {}
            case RestReply.Refusal(int code, String message) -> {
                if (ReturnCodes.meaning(code) != ReturnCodes.Meaning.HOLDS) {
                    throw new ExchangeRefusalException(path, code, message);
                }
            }
            case RestReply.NoAnswer(String reason) -> throw new ExchangeUnavailableException(
                    "%s was not answered: %s".formatted(path, reason));
            case RestReply.NotSent(String reason) -> throw new ExchangeUnavailableException(
                    "%s was not sent: %s".formatted(path, reason));
        }
    }

    private static ObjectNode about(InstrumentId instrument) {
        return JsonNodeFactory.instance.objectNode().put("category", instrument.category().wireName()).put("symbol",
                instrument.symbol().name());
    }

    private static Query query(InstrumentId instrument) {
        return Query.none().with("category", instrument.category().wireName()).with("symbol",
                instrument.symbol().name());
    }

    /// Trouble of Bybit's own, or too many requests, says nothing about the account.
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ExchangeRefusalException refused) {
            throw switch (ReturnCodes.meaning(refused.code())) {
                case UNKNOWN, RATE -> new ExchangeUnavailableException(String.valueOf(refused.getMessage()), refused);
                case FIXABLE, FINAL, NOTHING_TO_REDUCE, DUPLICATE, STOP_TRADING, HOLDS -> refused;
            };
        }
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}

package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.FeeRates;
import io.tradinghub.sim.exchange.MarginMode;
import io.tradinghub.sim.exchange.WalletState;
import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.key.ApiKey.Right;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.WireDecimals;

/// Answers `/v5/account/...`, `/v5/user/query-api` and `/v5/order/disconnected-cancel-all`.
final class AccountEndpoints {
    private static final List<String> GROUPS = List.of("ContractTrade", "Spot", "Wallet", "Options", "Derivatives",
            "CopyTrading", "BlockTrade", "Exchange", "NFT", "Affiliate", "Earn");
    private static final int MIN_WINDOW = 3;
    private static final int MAX_WINDOW = 300;
    private final LiveExchange live;
    private final Authenticator authenticator;
    /// Seconds by product, by account.
    private final Map<Long, Map<String, Integer>> disconnectWindows = new ConcurrentHashMap<>();

    AccountEndpoints(LiveExchange live, Authenticator authenticator) {
        this.live = live;
        this.authenticator = authenticator;
    }

    /// Leaves out empty coins unless they are named.
    Reply wallet(Caller caller, QueryParameters query) throws ApiException {
        if (!query.text("accountType").orElse("").equals("UNIFIED")) {
            throw ApiException.parameter("accountType only support UNIFIED.");
        }
        Optional<Set<String>> coins = query.text("coin")
                .map(names -> new LinkedHashSet<>(Arrays.asList(names.split(","))));
        WalletState state = live.call(exchange -> exchange.reads().wallet(caller.uid()));
        ObjectNode result = Json.object();
        result.putArray("list").add(AccountJson.wallet(state, coins));
        return Reply.of(result);
    }

    Reply feeRates(Caller caller, QueryParameters query) throws ApiException {
        notInDemo();
        Category category = OrderReader.category(query);
        Optional<String> symbol = query.text("symbol");
        FeeRates fees = live.call(exchange -> exchange.reads().fees(caller.uid()));
        List<String> symbols = live.call(exchange -> exchange.venue().listings().stream().map(Listing::id)
                .filter(id -> id.category() == category).map(id -> id.symbol().name()).toList());
        ObjectNode result = Json.object();
        if (category == Category.SPOT) {
            result.put("category", "spot");
        }
        ArrayNode list = result.putArray("list");
        symbols.stream().filter(name -> symbol.map(name::equals).orElse(true))
                .forEach(name -> list.addObject().put("symbol", name)
                        .put("takerFeeRate", WireDecimals.plain(fees.taker(category)))
                        .put("makerFeeRate", WireDecimals.plain(fees.maker(category))));
        if (list.isEmpty()) {
            throw ApiException.parameter("params error: symbol invalid");
        }
        return Reply.of(result);
    }

    Reply info(Caller caller, QueryParameters query) throws ApiException {
        MarginMode mode = live.call(exchange -> exchange.reads().marginMode(caller.uid()));
        return Reply.of(Json.object().put("marginMode", mode.name())
                .put("updatedTime", Long.toString(caller.key().createdAt().toEpochMilli()))
                .put("unifiedMarginStatus", 5).put("dcpStatus", "OFF").put("timeWindow", 10).put("smpGroup", 0)
                .put("isMasterTrader", false).put("spotHedgingStatus", "OFF"));
    }

    Reply setMarginMode(Caller caller, QueryParameters request) throws ApiException {
        caller.needs(Right.CONTRACT_POSITION);
        String name = request.text("setMarginMode").orElse("");
        MarginMode mode = Arrays.stream(MarginMode.values()).filter(known -> known.name().equals(name)).findFirst()
                .orElseThrow(() -> ApiException.parameter("params error: setMarginMode invalid"));
        ObjectNode result = Json.object();
        result.putArray("reasons");
        return live.call(exchange -> {
            exchange.positions().setMarginMode(caller.uid(), mode);
            return Reply.of(result);
        });
    }

    /// Whether a limit outside the price band is moved to it.
    Reply setLimitPriceAction(Caller caller, QueryParameters request) throws ApiException {
        Category category = OrderReader.category(request);
        boolean moves = request.text("modifyEnable").map("true"::equals).orElse(false);
        return live.call(exchange -> {
            exchange.positions().setMovesToBand(caller.uid(), category, moves);
            return Reply.of(Json.object());
        });
    }

    Reply setDisconnectCancel(Caller caller, QueryParameters request) throws ApiException {
        notInDemo();
        String product = request.text("product").orElse("OPTIONS");
        Optional<BigDecimal> window = OrderReader.decimal(request, "timeWindow");
        int seconds = window.map(BigDecimal::intValue).orElse(0);
        if (!List.of("OPTIONS", "DERIVATIVES", "SPOT").contains(product) || seconds < MIN_WINDOW
                || seconds > MAX_WINDOW) {
            throw ApiException.parameter("params error: product or timeWindow invalid");
        }
        disconnectWindows.computeIfAbsent(caller.uid(), uid -> new ConcurrentHashMap<>()).put(product, seconds);
        return new Reply(0, "success", Json.object(), Json.object());
    }

    Reply disconnectInfo(Caller caller, QueryParameters query) throws ApiException {
        notInDemo();
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("dcpInfos");
        disconnectWindows.getOrDefault(caller.uid(), Map.of())
                .forEach((product, seconds) -> list.addObject().put("product", product).put("dcpStatus", "ON")
                        .put("timeWindow", Integer.toString(seconds)));
        return Reply.of(result);
    }

    /// `/v5/asset/coin/query-info`, which clients ask for at start: the coins, without ways to deposit or withdraw
    /// them.
    Reply coins(Caller caller, QueryParameters query) throws ApiException {
        Optional<String> coin = query.text("coin");
        Set<String> names = new LinkedHashSet<>();
        for (Listing listing : live.call(exchange -> exchange.venue().listings())) {
            names.add(listing.baseCoin());
            names.add(listing.quoteCoin());
        }
        ObjectNode result = Json.object();
        ArrayNode rows = result.putArray("rows");
        names.stream().filter(name -> coin.map(name::equals).orElse(true))
                .forEach(name -> rows.addObject().put("name", name).put("coin", name).put("remainAmount", "0")
                        .putArray("chains"));
        return Reply.of(result);
    }

    private void notInDemo() throws ApiException {
        if (live.call(Exchange::environment) == Environment.DEMO) {
            throw new ApiException(10_032, "Demo trading are not supported.");
        }
    }

    /// What the key is and may do. A key bound to addresses shows an expiry in 1970, which means none.
    Reply key(Caller caller, QueryParameters query) {
        ApiKey key = caller.key();
        ObjectNode result = Json.object().put("id", Long.toString(key.uid() * 7)).put("note", key.note())
                .put("apiKey", key.key()).put("readOnly", key.isReadOnly() ? 1 : 0).put("secret", "");
        ObjectNode permissions = result.putObject("permissions");
        Set<String> groups = new LinkedHashSet<>(GROUPS);
        groups.addAll(key.permissions().keySet());
        for (String group : groups) {
            ArrayNode rights = permissions.putArray(group);
            key.permissions().getOrDefault(group, List.of()).forEach(rights::add);
        }
        ArrayNode ips = result.putArray("ips");
        key.ips().forEach(ips::add);
        boolean isBound = !key.ips().contains(ApiKey.ANY_ADDRESS);
        Instant now = Instant.ofEpochMilli(authenticator.serverMillis());
        Instant expiry = isBound ? Instant.EPOCH : key.expiresAt().orElse(now.plus(Duration.ofDays(90)));
        long days = isBound ? -2 : ChronoUnit.DAYS.between(now, expiry);
        return Reply.of(result.put("type", 1).put("deadlineDay", days)
                .put("expiredAt", expiry.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("createdAt", key.createdAt().truncatedTo(ChronoUnit.SECONDS).toString()).put("unified", 0)
                .put("uta", 1).put("userID", key.uid()).put("inviterID", 0).put("vipLevel", "No VIP")
                .put("mktMakerLevel", "0").put("affiliateID", 0).put("rsaPublicKey", "").put("isMaster", false)
                .put("parentUid", "1000").put("kycLevel", "LEVEL_1").put("kycRegion", "").put("userIDInt64", "0")
                .put("inviterIDInt64", "0").put("affiliateIDInt64", "0"));
    }
}

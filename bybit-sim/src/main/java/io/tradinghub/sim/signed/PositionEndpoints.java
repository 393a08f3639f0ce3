package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.PositionState;
import io.tradinghub.sim.exchange.Protection;
import io.tradinghub.sim.key.ApiKey.Right;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// Answers `/v5/position/...`.
final class PositionEndpoints {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 200;
    private static final int HEDGE_MODE = 3;
    private final LiveExchange live;
    private final OrderReader reader;

    PositionEndpoints(LiveExchange live, OrderReader reader) {
        this.live = live;
        this.reader = reader;
    }

    /// With a symbol also a flat position, with a settle coin open ones only.
    Reply list(Caller caller, QueryParameters query) throws ApiException {
        String category = query.category();
        if (QueryParameters.traded(category).equals(Optional.of(Category.SPOT))) {
            throw ApiException.parameter("Illegal category");
        }
        Optional<String> coin = query.text("settleCoin");
        boolean bySymbol = query.text("symbol").isPresent();
        if (category.equals("linear") && !bySymbol && coin.isEmpty()) {
            throw ApiException.parameter("params error: symbol or settleCoin is required");
        }
        if (!category.equals("linear")) {
            return Reply.of(Page.of(List.<PositionState>of(), query, DEFAULT_LIMIT, MAX_LIMIT, PositionEndpoints::idOf)
                    .result(category, state -> AccountJson.position(state, Form.REST)));
        }
        Optional<Listing> listing = bySymbol ? Optional.of(reader.listing(query)) : Optional.empty();
        List<PositionState> states = live.call(exchange -> listing.isPresent()
                ? exchange.reads().positions(caller.uid(), listing.get())
                : exchange.reads().openPositions(caller.uid()));
        List<PositionState> matching = states.stream()
                .filter(state -> bySymbol || coin.map(state.listing().quoteCoin()::equals).orElse(true)).toList();
        return Reply.of(Page.of(matching, query, DEFAULT_LIMIT, MAX_LIMIT, PositionEndpoints::idOf).result(category,
                state -> AccountJson.position(state, Form.REST)));
    }

    private static String idOf(PositionState state) {
        return state.listing().id().symbol().name() + '-' + state.index();
    }

    Reply setLeverage(Caller caller, QueryParameters request) throws ApiException {
        Listing listing = perpetual(caller, request);
        BigDecimal buy = required(request, "buyLeverage");
        BigDecimal sell = required(request, "sellLeverage");
        if (buy.compareTo(sell) != 0) {
            throw ApiException.parameter("params error: buy leverage not equal sell leverage");
        }
        return done(exchange -> {
            exchange.positions().setLeverage(caller.uid(), listing, buy);
            return true;
        });
    }

    /// Switches one symbol, or every symbol that settles in `coin`.
    Reply switchMode(Caller caller, QueryParameters request) throws ApiException {
        BigDecimal mode = required(request, "mode");
        if (mode.signum() != 0 && mode.compareTo(BigDecimal.valueOf(HEDGE_MODE)) != 0) {
            throw ApiException.parameter("params error: mode invalid");
        }
        Optional<String> coin = request.text("coin");
        if (coin.isPresent() && request.text("symbol").isEmpty()) {
            mayChange(caller, request);
            return done(exchange -> {
                exchange.positions().switchModes(caller.uid(), coin.get(), mode.signum() != 0);
                return true;
            });
        }
        Listing listing = perpetual(caller, request);
        return done(exchange -> {
            exchange.positions().switchMode(caller.uid(), listing, mode.signum() != 0);
            return true;
        });
    }

    Reply tradingStop(Caller caller, QueryParameters request) throws ApiException {
        Listing listing = perpetual(caller, request);
        Protection wanted = OrderReader.protection(request);
        int index = OrderReader.decimal(request, "positionIdx").orElse(BigDecimal.ZERO).intValue();
        if (wanted.isEmpty()) {
            throw ApiException.parameter("params error: takeProfit, stopLoss or trailingStop is required");
        }
        return done(exchange -> {
            exchange.positions().tradingStop(caller.uid(), listing, index, wanted);
            return true;
        });
    }

    private Listing perpetual(Caller caller, QueryParameters request) throws ApiException {
        mayChange(caller, request);
        return reader.listing(request);
    }

    private static void mayChange(Caller caller, QueryParameters request) throws ApiException {
        caller.needs(Right.CONTRACT_POSITION);
        if (OrderReader.category(request) == Category.SPOT) {
            throw ApiException.parameter("Illegal category");
        }
    }

    private static BigDecimal required(QueryParameters request, String name) throws ApiException {
        return OrderReader.decimal(request, name)
                .orElseThrow(() -> ApiException.parameter("params error: %s is required".formatted(name)));
    }

    private Reply done(LiveExchange.Call<Boolean> call) throws ApiException {
        boolean unused = live.call(call);
        return Reply.of(Json.object());
    }
}

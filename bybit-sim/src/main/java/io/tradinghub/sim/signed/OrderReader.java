package io.tradinghub.sim.signed;

import java.math.BigDecimal;
import java.util.Optional;

import io.tradinghub.market.Category;
import io.tradinghub.order.Side;
import io.tradinghub.sim.exchange.Amendment;
import io.tradinghub.sim.exchange.OrderRef;
import io.tradinghub.sim.exchange.OrderTerms;
import io.tradinghub.sim.exchange.OrderTerms.MarketUnit;
import io.tradinghub.sim.exchange.OrderTerms.OrderFilter;
import io.tradinghub.sim.exchange.OrderTerms.OrderType;
import io.tradinghub.sim.exchange.OrderTerms.SelfMatch;
import io.tradinghub.sim.exchange.OrderTerms.TimeInForce;
import io.tradinghub.sim.exchange.Protection;
import io.tradinghub.sim.exchange.Trigger;
import io.tradinghub.sim.exchange.Venue;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.QueryParameters;
import io.tradinghub.sim.wire.WireNames;

/// Reads the parameters of order requests; what is missing or no word of Bybit's is a parameter error.
public final class OrderReader {
    private static final int MAX_DIGITS = 30;
    private final Venue venue;

    public OrderReader(Venue venue) {
        this.venue = venue;
    }

    /// The order that `/v5/order/create` asks for at this time.
    public OrderTerms terms(QueryParameters request, long nowMillis) throws ApiException {
        Listing listing = listing(request);
        boolean spot = listing.id().category() == Category.SPOT;
        OrderType type = word(request, "orderType", OrderType.class)
                .orElseThrow(() -> ApiException.parameter("params error: orderType invalid"));
        Side side = word(request, "side", Side.class)
                .orElseThrow(() -> ApiException.parameter("params error: side invalid"));
        BigDecimal quantity = decimal(request, "qty")
                .orElseThrow(() -> ApiException.parameter("params error: qty is required"));
        OrderFilter filter = spot ? filter(request) : OrderFilter.ORDER;
        return new OrderTerms(listing, side, type, quantity,
                type == OrderType.LIMIT ? decimal(request, "price") : Optional.empty(), timeInForce(request, type),
                request.text("orderLinkId").orElse(""), number(request, "positionIdx"), flag(request, "reduceOnly"),
                flag(request, "closeOnTrigger"), unit(request, spot && type == OrderType.MARKET, side), filter,
                trigger(request, listing, filter, nowMillis), spot ? Protection.NONE : protection(request),
                word(request, "smpType", SelfMatch.class).orElse(SelfMatch.NONE));
    }

    /// The instrument that `category` and `symbol` name.
    Listing listing(QueryParameters request) throws ApiException {
        Category category = category(request);
        String symbol = request.text("symbol").orElse("");
        return venue.find(category, symbol).orElseThrow(() -> switch (category) {
            case SPOT -> new ApiException(170_121, "Invalid symbol.");
            case LINEAR -> ApiException.parameter("params error: symbol invalid " + symbol);
        });
    }

    static Category category(QueryParameters request) throws ApiException {
        return QueryParameters.traded(request.category())
                .orElseThrow(() -> ApiException.parameter("Illegal category"));
    }

    OrderRef reference(QueryParameters request) throws ApiException {
        return new OrderRef(category(request), request.text("orderId"), request.text("orderLinkId"));
    }

    Amendment amendment(QueryParameters request) throws ApiException {
        return new Amendment(decimal(request, "qty"), decimal(request, "price"), decimal(request, "triggerPrice"),
                protection(request));
    }

    private static OrderFilter filter(QueryParameters request) throws ApiException {
        return switch (request.text("orderFilter").orElse("Order")) {
            case "Order" -> OrderFilter.ORDER;
            case "tpslOrder" -> OrderFilter.TPSL_ORDER;
            case "StopOrder" -> OrderFilter.STOP_ORDER;
            default -> throw ApiException.parameter("params error: orderFilter invalid");
        };
    }

    private static TimeInForce timeInForce(QueryParameters request, OrderType type) throws ApiException {
        TimeInForce given = switch (request.text("timeInForce").orElse("GTC")) {
            case "GTC" -> TimeInForce.GTC;
            case "IOC" -> TimeInForce.IOC;
            case "FOK" -> TimeInForce.FOK;
            case "PostOnly" -> TimeInForce.POST_ONLY;
            default -> throw ApiException.parameter("params error: timeInForce invalid");
        };
        return type == OrderType.MARKET ? TimeInForce.IOC : given;
    }

    /// A spot market buy counts in quote coin unless told otherwise, a sell in base coin.
    private static MarketUnit unit(QueryParameters request, boolean isSpotMarket, Side side) throws ApiException {
        if (!isSpotMarket) {
            return MarketUnit.BASE;
        }
        return switch (request.text("marketUnit").orElse(side == Side.BUY ? "quoteCoin" : "baseCoin")) {
            case "baseCoin" -> MarketUnit.BASE;
            case "quoteCoin" -> MarketUnit.QUOTE;
            default -> throw ApiException.parameter("params error: marketUnit invalid");
        };
    }

    /// A spot trigger has no direction: it waits for the price to come from where it is.
    private Optional<Trigger> trigger(QueryParameters request, Listing listing, OrderFilter filter, long nowMillis)
            throws ApiException {
        Optional<BigDecimal> price = decimal(request, "triggerPrice").filter(p -> p.signum() > 0);
        if (price.isEmpty()) {
            if (filter != OrderFilter.ORDER) {
                throw ApiException.parameter("params error: triggerPrice is required");
            }
            return Optional.empty();
        }
        Trigger.By by = word(request, "triggerBy", Trigger.By.class).orElse(Trigger.By.LAST_PRICE);
        if (listing.id().category() == Category.SPOT) {
            BigDecimal last = venue.prices(listing, nowMillis).map(Venue.Prices::last).orElse(price.get());
            boolean rises = price.get().compareTo(last) > 0;
            return Optional.of(new Trigger(price.get(), rises ? Trigger.Direction.RISES : Trigger.Direction.FALLS,
                    Trigger.By.LAST_PRICE));
        }
        return Optional.of(new Trigger(price.get(), switch (number(request, "triggerDirection")) {
            case 1 -> Trigger.Direction.RISES;
            case 2 -> Trigger.Direction.FALLS;
            default -> throw ApiException.parameter("params error: triggerDirection invalid");
        }, by));
    }

    /// The stops that an order, an amendment or `/v5/position/trading-stop` names.
    static Protection protection(QueryParameters request) throws ApiException {
        boolean isPartial = request.text("tpslMode").map("Partial"::equals).orElse(false);
        return new Protection(stop(request, "takeProfit", "tp"), stop(request, "stopLoss", "sl"),
                decimal(request, "trailingStop"), decimal(request, "activePrice").filter(p -> p.signum() > 0),
                isPartial);
    }

    private static Optional<Protection.Stop> stop(QueryParameters request, String name, String prefix)
            throws ApiException {
        Optional<BigDecimal> price = decimal(request, name);
        if (price.isEmpty()) {
            return Optional.empty();
        }
        boolean limit = request.text(prefix + "OrderType").map("Limit"::equals).orElse(false);
        return Optional.of(new Protection.Stop(price.get(),
                word(request, prefix + "TriggerBy", Trigger.By.class).orElse(Trigger.By.LAST_PRICE),
                limit ? decimal(request, prefix + "LimitPrice") : Optional.empty(),
                decimal(request, prefix + "Size").filter(size -> size.signum() > 0)));
    }

    static Optional<BigDecimal> decimal(QueryParameters request, String name) throws ApiException {
        Optional<String> text = request.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().length() > MAX_DIGITS || !text.get().matches("-?[0-9]+(\\.[0-9]*)?")) {
            throw ApiException.parameter("params error: %s invalid".formatted(name));
        }
        return Optional.of(new BigDecimal(text.get()));
    }

    private static int number(QueryParameters request, String name) throws ApiException {
        String text = request.text(name).orElse("0");
        if (!text.matches("[0-9]{1,4}")) {
            throw ApiException.parameter("params error: %s invalid".formatted(name));
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(QueryParameters request, String name) {
        return request.text(name).map("true"::equalsIgnoreCase).orElse(false);
    }

    private static <E extends Enum<E>> Optional<E> word(QueryParameters request, String name, Class<E> type)
            throws ApiException {
        Optional<String> text = request.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<E> found = WireNames.fromPascal(type, text.get());
        if (found.isEmpty()) {
            throw ApiException.parameter("params error: %s invalid".formatted(name));
        }
        return found;
    }
}

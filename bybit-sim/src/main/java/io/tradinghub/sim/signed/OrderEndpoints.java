package io.tradinghub.sim.signed;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.market.Category;
import io.tradinghub.sim.exchange.Environment;
import io.tradinghub.sim.exchange.Exchange;
import io.tradinghub.sim.exchange.OrderTerms;
import io.tradinghub.sim.exchange.SimOrder;
import io.tradinghub.sim.exchange.SimOrder.CancelType;
import io.tradinghub.sim.key.ApiKey.Right;
import io.tradinghub.sim.wire.ApiException;
import io.tradinghub.sim.wire.Json;
import io.tradinghub.sim.wire.QueryParameters;

/// Places, changes and cancels orders: `/v5/order/...` and the ops of `/v5/trade`.
final class OrderEndpoints {
    private static final int MAX_BATCH_LINEAR = 20;
    private static final int MAX_BATCH_SPOT = 10;
    private final LiveExchange live;
    private final OrderReader reader;

    /// What is done with one element of a batch.
    @FunctionalInterface
    private interface Single {
        ObjectNode run(Exchange exchange, Caller caller, QueryParameters request) throws ApiException;
    }

    OrderEndpoints(LiveExchange live, OrderReader reader) {
        this.live = live;
        this.reader = reader;
    }

    Reply create(Caller caller, QueryParameters request) throws ApiException {
        return Reply.of(live.call(exchange -> create(exchange, caller, request)));
    }

    private ObjectNode create(Exchange exchange, Caller caller, QueryParameters request) throws ApiException {
        mayTrade(caller, request);
        OrderTerms terms = reader.terms(request, exchange.nowMillis());
        return ids(exchange.place(caller.uid(), terms));
    }

    Reply amend(Caller caller, QueryParameters request) throws ApiException {
        return Reply.of(live.call(exchange -> amend(exchange, caller, request)));
    }

    private ObjectNode amend(Exchange exchange, Caller caller, QueryParameters request) throws ApiException {
        mayTrade(caller, request);
        reader.listing(request);
        return ids(exchange.amend(caller.uid(), reader.reference(request), reader.amendment(request)));
    }

    Reply cancel(Caller caller, QueryParameters request) throws ApiException {
        return Reply.of(live.call(exchange -> cancel(exchange, caller, request)));
    }

    /// On spot, a stop is found only by its kind: without `orderFilter` there are plain orders only.
    private ObjectNode cancel(Exchange exchange, Caller caller, QueryParameters request) throws ApiException {
        mayTrade(caller, request);
        reader.listing(request);
        Predicate<SimOrder> ofKind = OrderReader.category(request) == Category.SPOT
                ? OrderQueries.ofKind(request.text("orderFilter").or(() -> Optional.of("Order")))
                : order -> true;
        return ids(exchange.cancel(caller.uid(), reader.reference(request), ofKind));
    }

    private static void mayTrade(Caller caller, QueryParameters request) throws ApiException {
        caller.needs(switch (OrderReader.category(request)) {
            case LINEAR -> Right.CONTRACT_ORDER;
            case SPOT -> Right.SPOT_TRADE;
        });
    }

    /// A spot order without a client id is answered with the one that Bybit gave it.
    private static ObjectNode ids(SimOrder order) {
        return Json.object().put("orderId", order.id()).put("orderLinkId", order.linkId());
    }

    /// Without a filter, spot cancels plain orders only, futures orders of every kind.
    Reply cancelAll(Caller caller, QueryParameters request) throws ApiException {
        mayTrade(caller, request);
        Category category = OrderReader.category(request);
        Predicate<SimOrder> matches = OrderQueries.scope(request, category == Category.LINEAR);
        Optional<String> filter = request.text("orderFilter")
                .or(() -> category == Category.SPOT ? Optional.of("Order") : Optional.empty());
        Predicate<SimOrder> ofKind = OrderQueries.ofKind(filter);
        List<SimOrder> cancelled = live.call(exchange -> exchange.cancelAll(caller.uid(), matches.and(ofKind),
                CancelType.CANCEL_BY_USER));
        ObjectNode result = Json.object();
        ArrayNode list = result.putArray("list");
        cancelled.forEach(order -> list.addObject().put("orderId", order.id()).put("orderLinkId", order.linkId()));
        return Reply.of(result.put("success", "1"));
    }

    Reply createBatch(Caller caller, JsonNode body) throws ApiException {
        return batch(caller, body, this::create, true);
    }

    Reply amendBatch(Caller caller, JsonNode body) throws ApiException {
        return batch(caller, body, this::amend, false);
    }

    Reply cancelBatch(Caller caller, JsonNode body) throws ApiException {
        return batch(caller, body, this::cancel, false);
    }

    /// Runs the elements one by one; the result of each stands at its place in `retExtInfo`.
    private Reply batch(Caller caller, JsonNode body, Single single, boolean isCreate) throws ApiException {
        String category = body.path("category").asText();
        JsonNode requests = body.path("request");
        checkBatch(category, requests.size(), live.call(Exchange::environment));
        ObjectNode result = Json.object();
        ObjectNode extra = Json.object();
        ArrayNode list = result.putArray("list");
        ArrayNode codes = extra.putArray("list");
        for (JsonNode element : requests) {
            QueryParameters request = Bodies.parameters(element, category);
            ObjectNode row = list.addObject().put("category", category).put("symbol", element.path("symbol").asText());
            try {
                ObjectNode ids = live.call(exchange -> single.run(exchange, caller, request));
                row.setAll(ids);
                codes.addObject().put("code", 0).put("msg", "OK");
            } catch (ApiException e) {
                row.put("orderId", "").put("orderLinkId", element.path("orderLinkId").asText());
                codes.addObject().put("code", e.code()).put("msg", e.text());
            }
            if (isCreate) {
                row.put("createAt", Long.toString(live.call(Exchange::nowMillis)));
            }
        }
        return new Reply(0, "OK", result, extra);
    }

    private static void checkBatch(String category, int size, Environment environment) throws ApiException {
        boolean spot = category.equals("spot");
        if (spot && environment == Environment.DEMO) {
            throw new ApiException(10_032, "Demo trading are not supported.");
        }
        if (size < 1 || size > (spot ? MAX_BATCH_SPOT : MAX_BATCH_LINEAR)) {
            throw ApiException.parameter("params error: request must have 1 to %d orders"
                    .formatted(spot ? MAX_BATCH_SPOT : MAX_BATCH_LINEAR));
        }
    }
}

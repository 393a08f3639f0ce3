package io.tradinghub.ledger.file;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tradinghub.bot.BotId;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExchangeOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.OrderReport;
import io.tradinghub.order.OrderRequest;
import io.tradinghub.order.OrderRequest.Effect;
import io.tradinghub.order.OrderRequest.Terms;
import io.tradinghub.order.OrderRequest.TimeInForce;
import io.tradinghub.order.OrderStatus;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.risk.RiskRule;

/// The lines of the intent file: a CRC-32C in 8 hex digits, a space, and one JSON object.
final class IntentLines {
    private static final int CHECKSUM_LENGTH = 8;
    private final BotId bot;
    private final ObjectMapper json = new ObjectMapper();

    IntentLines(BotId bot) {
        this.bot = bot;
    }

    /// What a line says.
    sealed interface Line {
        record Intent(OrderRequest request) implements Line {}

        record Told(LedgerEntry entry) implements Line {}
    }

    String of(OrderRequest request) {
        ObjectNode node = start("intent").put("id", request.id().value())
                .put("instrument", request.instrument().toString()).put("side", request.side().name())
                .put("quantity", request.quantity().toPlainString()).put("effect", request.effect().name())
                .put("createdAt", request.createdAt().toString());
        if (request.terms() instanceof Terms.Limit(BigDecimal price, TimeInForce timeInForce)) {
            node.put("price", price.toPlainString()).put("timeInForce", timeInForce.name());
        }
        request.stopPrice().ifPresent(price -> node.put("stopPrice", price.toPlainString()));
        return checked(node);
    }

    /// The line of what the exchange told, or of an event; empty for an entry that needs none.
    Optional<String> of(LedgerEntry entry) {
        return switch (entry) {
            case OrderReport report -> Optional.of(checked(report(start("report"), report)));
            case LedgerEntry.Conclusion(OrderReport report) ->
                Optional.of(checked(report(start("conclusion"), report)));
            case Fill fill -> Optional.of(checked(fill(start("fill"), fill)));
            case LedgerEntry.LateExecution(Fill takenBack, Fill execution) -> {
                ObjectNode node = start("late");
                fill(node.putObject("takenBack"), takenBack);
                fill(node.putObject("execution"), execution);
                yield Optional.of(checked(node));
            }
            case LedgerEntry.FundingPayment payment -> Optional.of(checked(funding(payment)));
            case LedgerEntry.EquitySnapshot _ -> Optional.empty();
            case LedgerEntry.RiskEvent event -> Optional.of(checked(event(event)));
            case LedgerEntry.Watermark _ -> Optional.empty();
            case LedgerEntry.StopMoved _ -> Optional.empty();
            case LedgerEntry.Claim _ -> Optional.empty();
            case LedgerEntry.PassedOver _ -> Optional.empty();
        };
    }

    private ObjectNode start(String kind) {
        return json.createObjectNode().put("kind", kind).put("bot", bot.value());
    }

    private static ObjectNode report(ObjectNode node, OrderReport report) {
        node.put("id", report.id().value()).put("status", report.status().name())
                .put("filled", report.cumulativeQuantity().toPlainString()).put("at", report.at().toString());
        report.exchangeOrderId().ifPresent(id -> node.put("exchangeId", id.value()));
        report.reason().ifPresent(reason -> node.put("reason", reason));
        return node;
    }

    private static ObjectNode fill(ObjectNode node, Fill fill) {
        node.put("execution", fill.executionId().value())
                .put("origin", fill.origin().name()).put("instrument", fill.instrument().toString())
                .put("side", fill.side().name()).put("quantity", fill.quantity().toPlainString())
                .put("price", fill.price().toPlainString()).put("fee", fill.fee().amount().toPlainString())
                .put("feeCoin", fill.fee().coin()).put("feeAsset", fill.fee().asset().name())
                .put("feeWorth", fill.fee().quoteValue().toPlainString()).put("liquidity", fill.liquidity().name())
                .put("sequence", fill.sequence()).put("at", fill.executedAt().toString());
        fill.orderId().ifPresent(id -> node.put("id", id.value()));
        return node;
    }

    private ObjectNode funding(LedgerEntry.FundingPayment payment) {
        return start("funding").put("execution", payment.executionId().value())
                .put("instrument", payment.instrument().toString()).put("amount", payment.amount().toPlainString())
                .put("rate", payment.rate().toPlainString()).put("position", payment.position().toPlainString())
                .put("at", payment.settledAt().toString());
    }

    private ObjectNode event(LedgerEntry.RiskEvent event) {
        ObjectNode node = start("event").put("key", event.key()).put("at", event.at().toString())
                .put("rule", event.rule().name()).put("detail", event.detail());
        event.value().ifPresent(value -> node.put("value", value.toPlainString()));
        return node;
    }

    private static String checked(ObjectNode node) {
        String text = node.toString();
        return checksum(text) + ' ' + text;
    }

    private static String checksum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }

    /// What the line says; empty for one that was torn.
    ///
    /// @throws IllegalArgumentException for a whole line of another bot
    Optional<Line> parse(String line) {
        if (line.length() <= CHECKSUM_LENGTH + 1 || line.charAt(CHECKSUM_LENGTH) != ' ') {
            return Optional.empty();
        }
        String text = line.substring(CHECKSUM_LENGTH + 1);
        if (!line.startsWith(checksum(text))) {
            return Optional.empty();
        }
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (IOException torn) {
            return Optional.empty();
        }
        if (!bot.value().equals(word(node, "bot"))) {
            throw new IllegalArgumentException(
                    "the intent file of %s holds a line of %s: give each bot a volume of its own".formatted(bot,
                            word(node, "bot")));
        }
        return Optional.of(switch (word(node, "kind")) {
            case "intent" -> new Line.Intent(request(node));
            case "report" -> new Line.Told(report(node));
            case "conclusion" -> new Line.Told(new LedgerEntry.Conclusion(report(node)));
            case "fill" -> new Line.Told(fill(node));
            case "late" -> new Line.Told(
                    new LedgerEntry.LateExecution(fill(node.path("takenBack")), fill(node.path("execution"))));
            case "funding" -> new Line.Told(funding(node));
            case "event" -> new Line.Told(event(node));
            default -> throw new IllegalArgumentException("the intent file holds an unknown line: " + text);
        });
    }

    private static OrderRequest request(JsonNode node) {
        Terms terms = node.has("price")
                ? new Terms.Limit(decimal(node, "price"), TimeInForce.valueOf(word(node, "timeInForce")))
                : new Terms.Market();
        Optional<BigDecimal> stop = node.has("stopPrice") ? Optional.of(decimal(node, "stopPrice")) : Optional.empty();
        return new OrderRequest(new ClientOrderId(word(node, "id")), instrument(node),
                Side.valueOf(word(node, "side")), decimal(node, "quantity"), terms,
                Effect.valueOf(word(node, "effect")), stop, Instant.parse(word(node, "createdAt")));
    }

    private static OrderReport report(JsonNode node) {
        return new OrderReport(new ClientOrderId(word(node, "id")), OrderStatus.valueOf(word(node, "status")),
                optional(node, "exchangeId").map(ExchangeOrderId::new), decimal(node, "filled"),
                optional(node, "reason"), Instant.parse(word(node, "at")));
    }

    private static Fill fill(JsonNode node) {
        Fee fee = new Fee(decimal(node, "fee"), word(node, "feeCoin"), Fee.Asset.valueOf(word(node, "feeAsset")),
                decimal(node, "feeWorth"));
        return new Fill(new ExecutionId(word(node, "execution")), optional(node, "id").map(ClientOrderId::new),
                Origin.valueOf(word(node, "origin")), instrument(node), Side.valueOf(word(node, "side")),
                decimal(node, "quantity"), decimal(node, "price"), fee,
                Fill.Liquidity.valueOf(word(node, "liquidity")), node.path("sequence").asLong(),
                Instant.parse(word(node, "at")));
    }

    private static LedgerEntry.FundingPayment funding(JsonNode node) {
        return new LedgerEntry.FundingPayment(new ExecutionId(word(node, "execution")), instrument(node),
                decimal(node, "amount"), decimal(node, "rate"), decimal(node, "position"),
                Instant.parse(word(node, "at")));
    }

    private static LedgerEntry.RiskEvent event(JsonNode node) {
        return new LedgerEntry.RiskEvent(word(node, "key"), Instant.parse(word(node, "at")),
                RiskRule.valueOf(word(node, "rule")), word(node, "detail"),
                optional(node, "value").map(BigDecimal::new));
    }

    private static InstrumentId instrument(JsonNode node) {
        return InstrumentId.parse(word(node, "instrument"));
    }

    private static BigDecimal decimal(JsonNode node, String name) {
        return new BigDecimal(word(node, name));
    }

    private static String word(JsonNode node, String name) {
        return node.path(name).asText();
    }

    private static Optional<String> optional(JsonNode node, String name) {
        return node.has(name) ? Optional.of(word(node, name)) : Optional.empty();
    }
}

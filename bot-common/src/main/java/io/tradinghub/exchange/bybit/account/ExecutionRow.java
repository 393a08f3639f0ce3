package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// An execution as `execution/list` and the `execution` topic tell it: a trade, or a payment of funding, which Bybit
/// tells as an execution of the whole position.
record ExecutionRow(InstrumentId instrument, Row row) {

    /// Bybit's ids are unique within a symbol only, and a symbol within a category.
    ///
    /// @throws IllegalArgumentException when it has none
    ExecutionId id() {
        String id = row.text("execId");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("execId is missing");
        }
        return new ExecutionId(
                "%s:%s:%s".formatted(instrument.category().wireName(), instrument.symbol().name(), id));
    }

    /// What it is to a bot; empty for an execution without quantity.
    ///
    /// @throws IllegalArgumentException when it cannot be read
    Optional<ExchangeEvent> event(OwnOrders own, KnownRules rules) {
        if (row.requiredNumber("execQty").signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(row.text("execType").equals("Funding")
                ? new ExchangeEvent.FundingPaid(funding())
                : new ExchangeEvent.Executed(fill(own, rules)));
    }

    /// `execFee` is positive where funding was paid. A positive rate is paid by longs, so fee and rate tell the side of
    /// the position better than `side`, whose meaning is not documented here.
    private FundingPayment funding() {
        BigDecimal paid = row.number("execFee");
        BigDecimal rate = row.number("feeRate");
        int sign = paid.signum() * rate.signum() == 0 ? row.side().sign() : paid.signum() * rate.signum();
        return new FundingPayment(id(), instrument, paid.negate(), rate,
                row.number("execQty").multiply(BigDecimal.valueOf(sign)), row.time("execTime"));
    }

    private Fill fill(OwnOrders own, KnownRules rules) {
        Optional<ClientOrderId> order = own.idIn(row.required("orderLinkId"));
        Origin origin = origin(order.isPresent());
        return new Fill(id(), origin == Origin.ORDER ? order : Optional.empty(), origin, instrument, row.side(),
                row.number("execQty"), row.number("execPrice"), fee(rules.coins(instrument, row.word("feeCurrency"))),
                row.flag("isMaker") ? Liquidity.MAKER : Liquidity.TAKER, row.json().path("seq").asLong(),
                row.time("execTime"));
    }

    /// What Bybit adds to its lists without notice counts as done by a person, so that people are told.
    private Origin origin(boolean isOwn) {
        String type = row.text("execType");
        String created = row.text("createType");
        if (type.equals("BustTrade") || created.startsWith("CreateByLiq") || created.startsWith("CreateByTakeOver")) {
            return Origin.LIQUIDATION;
        }
        if (type.equals("AdlTrade") || created.startsWith("CreateByAdl")) {
            return Origin.ADL;
        }
        if (type.equals("Delivery") || type.equals("Settle")) {
            return Origin.SETTLEMENT;
        }
        if (OrderRow.isStop(row)) {
            return Origin.STOP;
        }
        return isOwn ? Origin.ORDER : Origin.MANUAL;
    }

    private Fee fee(KnownRules.Coins coins) {
        String coin = row.word("feeCurrency").orElseGet(() -> usualFeeCoin(coins));
        BigDecimal amount = row.number("execFee").add(taxes(coin));
        if (coin.equals(coins.quote())) {
            return Fee.inQuote(amount, coin);
        }
        if (coin.equals(coins.base()) && instrument.category() == Category.SPOT) {
            return Fee.inBase(amount, coin, row.number("execPrice"));
        }
        BigDecimal worth = row.number("execValue").multiply(row.number("feeRate").abs());
        return Fee.inOther(amount, coin, amount.signum() < 0 ? worth.negate() : worth);
    }

    /// Perpetuals pay in the coin they settle in. On spot a buyer pays in what was bought and a seller in what was
    /// received; a maker who is paid for it gets the other coin.
    private String usualFeeCoin(KnownRules.Coins coins) {
        if (instrument.category() == Category.LINEAR) {
            return coins.quote();
        }
        boolean isRebate = row.flag("isMaker") && row.number("feeRate").signum() < 0;
        return (row.side() == Side.BUY) == isRebate ? coins.quote() : coins.base();
    }

    /// Fees besides the exchange's own, in this coin.
    private BigDecimal taxes(String coin) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode extra : row.json().path("extraFees")) {
            Row tax = new Row(extra);
            sum = tax.text("feeCoin").equals(coin) ? sum.add(tax.number("fee")) : sum;
        }
        return sum;
    }
}

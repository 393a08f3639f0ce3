package io.tradinghub.engine;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import io.tradinghub.order.StartMark;

/// Executions that a test makes up, by signed quantity and price.
final class Executions {
    private static final ClientOrderId ORDER = ClientOrderId.of(Bench.BOT, StartMark.of(Bench.START, 0), 1);

    private Executions() {}

    /// One of the bot's own orders, which cost this fee in quote coin.
    static Fill own(InstrumentId id, String quantity, String price, String fee, Instant at) {
        return fill(Origin.ORDER, id, quantity, price, fee, at);
    }

    /// One of the bot's own orders, without a fee.
    static Fill own(InstrumentId id, String quantity, String price) {
        return own(id, quantity, price, "0", Bench.START);
    }

    /// One that the bot did not order.
    static Fill foreign(Origin origin, InstrumentId id, String quantity, String price) {
        return fill(origin, id, quantity, price, "0", Bench.START);
    }

    private static Fill fill(Origin origin, InstrumentId id, String quantity, String price, String fee, Instant at) {
        BigDecimal signed = new BigDecimal(quantity);
        return new Fill(new ExecutionId("%s %s at %s".formatted(id, quantity, price)), Optional.of(ORDER), origin, id,
                signed.signum() > 0 ? Side.BUY : Side.SELL, signed.abs(), new BigDecimal(price),
                Fee.inQuote(new BigDecimal(fee), "USDT"), Fill.Liquidity.TAKER, 0, at);
    }
}

package io.tradinghub.exchange.bybit.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.tradinghub.market.Category;
import io.tradinghub.market.Instrument;
import io.tradinghub.market.InstrumentId;

/// The instruments' rules as far as the bot has heard them. Any thread may call.
final class KnownRules {
    /// Of instruments that the bot does not trade only the name is known.
    private static final List<String> QUOTE_COINS = List.of("USDT", "USDC", "USDE", "EUR", "BTC", "ETH");
    /// Perpetuals in USDC are named after their coin alone.
    private static final String USDC_PERPETUAL = "PERP";
    /// Futures carry the day of their delivery in their name; those in USDC are named after their coin alone.
    private static final char DELIVERY = '-';
    private final Map<InstrumentId, Instrument> known = new ConcurrentHashMap<>();

    /// The two coins of an instrument.
    record Coins(String base, String quote) {}

    void publish(Instrument instrument) {
        known.put(instrument.id(), instrument);
    }

    /// Whether the quantity is on the instrument's grid; false when that is not known.
    boolean isOnGrid(InstrumentId instrument, BigDecimal quantity) {
        Instrument rules = known.get(instrument);
        return rules != null && rules.roundQuantityDown(quantity).compareTo(quantity) == 0;
    }

    /// @param paidIn what an execution in it was charged in: one of its two coins, as a rule
    /// @throws IllegalArgumentException when neither rules nor name tell
    Coins coins(InstrumentId instrument, Optional<String> paidIn) {
        return Optional.ofNullable(known.get(instrument))
                .map(rules -> new Coins(rules.baseCoin(), instrument.category() == Category.LINEAR
                        ? rules.settleCoin()
                        : rules.quoteCoin()))
                .orElseGet(() -> fromName(instrument.symbol().name(), paidIn));
    }

    private static Coins fromName(String symbol, Optional<String> paidIn) {
        if (symbol.endsWith(USDC_PERPETUAL)) {
            return new Coins(symbol.substring(0, symbol.length() - USDC_PERPETUAL.length()), "USDC");
        }
        int delivery = symbol.indexOf(DELIVERY);
        String pair = delivery < 0 ? symbol : symbol.substring(0, delivery);
        return Stream.concat(QUOTE_COINS.stream(), paidIn.stream())
                .filter(quote -> pair.endsWith(quote) && pair.length() > quote.length()).findFirst()
                .map(quote -> new Coins(pair.substring(0, pair.length() - quote.length()), quote))
                .or(() -> paidIn.filter(base -> pair.startsWith(base) && pair.length() > base.length())
                        .map(base -> new Coins(base, pair.substring(base.length()))))
                .or(() -> delivery < 0 ? Optional.empty() : Optional.of(new Coins(pair, "USDC")))
                .orElseThrow(() -> new IllegalArgumentException("the coins of %s are not known".formatted(symbol)));
    }
}

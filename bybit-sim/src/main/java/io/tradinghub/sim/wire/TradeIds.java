package io.tradinghub.sim.wire;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.tradinghub.market.Category;
import io.tradinghub.sim.market.Listing;
import io.tradinghub.sim.market.Trade;

/// Derives the id of a public trade, the same on stream and REST: a UUID on perpetuals, 19 digits on spot.
public final class TradeIds {
    private static final long SPOT_FIRST = 2_290_000_000_000_000_000L;

    private TradeIds() {}

    public static String of(Listing listing, Trade trade) {
        if (listing.id().category() == Category.SPOT) {
            return Long.toString(SPOT_FIRST + trade.timeMillis() * 100 + trade.sequence() % 100);
        }
        String name = listing.id() + ":" + trade.timeMillis() + ":" + trade.sequence();
        UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        long asVersion5 = (hash.getMostSignificantBits() & 0xFFFFFFFFFFFF0FFFL) | 0x5000L;
        return new UUID(asVersion5, hash.getLeastSignificantBits()).toString();
    }
}

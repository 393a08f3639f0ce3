package io.tradinghub.sim.exchange;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.tradinghub.market.Category;

/// Hands out ids in Bybit's forms: UUIDs for futures, up to 19 digits for spot. A seed gives the same ids each time.
final class Ids {
    private static final long SPOT_ORDERS = 1_552_000_000_000_000_000L;
    private static final long SPOT_ORDER_STEP = 256;
    private static final long SPOT_EXECUTIONS = 2_100_000_000_000_000_000L;
    private static final long FIRST_SEQUENCE = 19_371_738_695L;
    private final long seed;
    private long orders;
    private long executions;
    private long sequence = FIRST_SEQUENCE;

    /// @param defaultLinkId what stands for the client's id if it sent none
    record OrderId(String id, String defaultLinkId) {}

    Ids(long seed) {
        this.seed = seed;
    }

    OrderId nextOrder(Category category) {
        orders++;
        return switch (category) {
            case LINEAR -> new OrderId(uuid("order", orders), "");
            case SPOT -> {
                long id = SPOT_ORDERS + Math.floorMod(seed, 1_000_000) * 1_000_000_000L + orders * SPOT_ORDER_STEP;
                yield new OrderId(Long.toString(id), Long.toString(id + 1));
            }
        };
    }

    String nextExecution(Category category) {
        executions++;
        return switch (category) {
            case LINEAR -> uuid("execution", executions);
            case SPOT -> Long.toString(SPOT_EXECUTIONS + executions);
        };
    }

    /// Counts the steps of the matching engine: equal for the fills of one match, and rising.
    long nextSequence() {
        sequence += 1 + sequence % 7;
        return sequence;
    }

    private String uuid(String kind, long number) {
        String name = kind + ':' + seed + ':' + number;
        UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        long version5 = (hash.getMostSignificantBits() & 0xFFFFFFFFFFFF0FFFL) | 0x5000L;
        return new UUID(version5, hash.getLeastSignificantBits()).toString();
    }
}
